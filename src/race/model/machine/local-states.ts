import { messageOf } from '../../../base/errors.ts';
import { LoopHead, type Body } from '../loop.ts';
import { Operation } from '../operation.ts';
import { placeOf } from '../place.ts';
import { expectBody } from './body.ts';
import { PromiseBroken, takeBroken } from '../scenario.ts';
import { ScenarioError } from '../scenario-error.ts';
import type { SharedObject } from '../shared-object.ts';
import { keyOf } from '../value.ts';

/** What an actor is about to do, or how it came to an end. */
export type Standing =
  | { readonly is: 'about-to'; readonly operation: Operation; readonly key: string }
  | { readonly is: 'ended' }
  | { readonly is: 'broken'; readonly message: string };

/** One of the places at which an actor can stand, and how it got there: before which result, at which place. */
export interface LocalState {
  readonly standing: Standing;
  readonly from: { readonly state: LocalState; readonly result: unknown } | null;
}

/** So many steps of one actor without a loop that the explorer can see are taken for a loop without an end. */
const mostSteps = 1000;

/** So many more rounds are gone through where one seems to be like one before. */
const roundsTried = 8;

/**
 * The places at which one actor can stand. Its body runs anew from its start for each place that was not known
 * yet, since a generator cannot be copied; that it does the same again when it is told the same is checked on the way.
 * Only the run that came to the newest place goes on from there. Where one comes to its end, or round a loop, its
 * body runs anew all the same, so that every run is checked once.
 */
export class LocalStates {
  readonly actor: string;
  private readonly body: () => Body;
  /** Where rounds of loops begin, by how their loop was entered and the value that they begin with. */
  private readonly rounds = new Map<string, LocalState>();
  private readonly numbers = new Map<LocalState, number>();
  /** The operations that were met so far, by what they are. */
  private readonly known = new Map<string, Operation>();
  private readonly targets = new Map<string, SharedObject>();
  /** The run that came to the newest place. */
  private live: Live | null = null;

  constructor(actor: string, body: () => Body) {
    this.actor = actor;
    this.body = body;
  }

  first(): LocalState {
    return this.reach(null);
  }

  /**
   * Where the actor stands when it has been handed that result.
   * @throws ScenarioError when the body throws, or is not deterministic, or goes on for ever
   */
  after(state: LocalState, result: unknown): LocalState {
    return this.reach({ state, result });
  }

  private reach(from: LocalState['from']): LocalState {
    const gone = this.goOn(from);
    if (gone !== null) return gone;
    const steps = stepsTo(from);
    if (steps.length > mostSteps) throw this.error(`did ${mostSteps} steps without an end. Write what it repeats with retry(), loop() or forever(), so that rounds that are alike count as one`, from?.state.standing);
    const { reached, walk } = this.walkQuickly(from, steps) ?? this.walk(steps, true);
    return this.keep(walk, steps.length, this.merged(reached, from), from);
  }

  /** Goes on with the run that is there already. null where the body has to run anew. */
  private goOn(from: LocalState['from']): LocalState | null {
    const { live } = this;
    this.live = null;
    if (live === null || from === null || live.state !== from.state || live.steps >= mostSteps) return null;
    const reached = withoutStacks(() => this.attempt(() => live.walk.resume(from, undefined)));
    if (reached === null || reached.standing.is !== 'about-to' || reached.rounds.some((round) => this.rounds.has(round))) return null;
    const { key } = reached.standing;
    const sample = this.known.get(key);
    if (sample === undefined) return null;
    return this.keep(live.walk, live.steps + 1, this.merged({ standing: new AboutToAgain(key, sample, this, from), rounds: reached.rounds }, from), from);
  }

  private keep(walk: Walk, steps: number, state: LocalState, from: LocalState['from']): LocalState {
    this.live = state.from === from ? { walk, state, steps } : null;
    return state;
  }

  /**
   * @param keepsPlace whether to keep where in the source the last operation is made. Those before are known, and
   * keeping their stacks takes longer than all the rest.
   */
  private walk(steps: readonly Step[], keepsPlace: boolean): Walked {
    const limit = Error.stackTraceLimit;
    return withoutStacks(() => {
      const walk = new Walk(this);
      if (keepsPlace && steps.length === 0) Error.stackTraceLimit = limit;
      let reached = walk.resume(null, steps[0]?.state.standing);
      for (let at = 0; at < steps.length; at += 1) {
        const step = steps[at];
        if (step === undefined) break;
        this.expectSame(step.state.standing, reached.standing);
        if (keepsPlace && at === steps.length - 1) Error.stackTraceLimit = limit;
        reached = walk.resume(step, steps[at + 1]?.state.standing);
      }
      return { reached, walk };
    });
  }

  /**
   * Without looking where in the source anything is, which takes longer than all the rest.
   * @returns null where that has to be known: at an operation that was not met before, and at errors
   */
  private walkQuickly(from: LocalState['from'], steps: readonly Step[]): Walked | null {
    const walked = this.attempt(() => this.walk(steps, false));
    if (walked === null) return null;
    const { reached: { standing, rounds }, walk } = walked;
    if (standing.is !== 'about-to') return walked;
    const { key, operation } = standing;
    const known = this.known.get(key);
    if (known !== undefined) return { reached: { standing: new AboutToAgain(key, known, this, from), rounds }, walk };
    this.known.set(key, operation);
    return null;
  }

  /** null for an error: it is thrown again, with its place, by whoever walks again. */
  private attempt<T>(walk: () => T): T | null {
    try {
      return walk();
    } catch {
      return null;
    }
  }

  /** What the actor does at a place, with where in the source that is; null when it does nothing there any more. */
  operationAt(from: LocalState['from']): Operation | null {
    const { standing } = this.walk(stepsTo(from), true).reached;
    return standing.is === 'about-to' ? standing.operation : null;
  }

  /** The place that is known for the round that begins here, or a new one. */
  private merged({ standing, rounds }: Reached, from: LocalState['from']): LocalState {
    if (rounds.length === 0) return { standing, from };
    const known = rounds.map((round) => this.rounds.get(round)).find((state) => state !== undefined);
    if (known !== undefined) {
      this.expectSame(known.standing, standing);
      this.goRound(known, from);
    }
    const state = known ?? { standing, from };
    for (const round of rounds) if (!this.rounds.has(round)) this.rounds.set(round, state);
    return state;
  }

  /**
   * A round that is taken for one from before is gone through some more times, told the same each time: where it
   * counts its tries in a variable of its own, what comes after so many would never be seen.
   */
  private goRound(head: LocalState, from: LocalState['from']): void {
    const steps = stepsTo(from);
    const start = steps.findIndex(({ state }) => state === head);
    if (start === -1) return;
    const round = steps.slice(start);
    const times = Math.min(roundsTried, Math.floor((mostSteps - start) / round.length));
    const further = Array.from({ length: times }, () => round).flat();
    this.expectSame(head.standing, this.walk([...steps, ...further], false).reached.standing);
  }

  private expectSame(before: Standing, now: Standing): void {
    if (before === now || nameOf(before) === nameOf(now)) return;
    throw this.error(
      `does not do the same again when it is told the same: first ${nameOf(before)}, then ${nameOf(now)}. Its steps must depend on nothing but the results that it is handed: no chance, no clock, no variable outside of the actor or of the round of a loop`,
      before.is === 'about-to' ? before : now,
    );
  }

  /** A number for a place, by which a loop that is entered there is known. */
  numberOf(state: LocalState | undefined): number {
    if (state === undefined) return -1;
    const known = this.numbers.get(state) ?? this.numbers.size;
    this.numbers.set(state, known);
    return known;
  }

  start(): Body {
    try {
      return expectBody(this.body());
    } catch (error) {
      throw this.thrown(error);
    }
  }

  /** Operations are told apart by the name of their object, so that it must be the object's alone. */
  expectKnown({ target, site }: Operation): void {
    const known = this.targets.get(target.name) ?? target;
    this.targets.set(target.name, known);
    if (known !== target) throw new ScenarioError(`${target.name} is used but is not among the shared objects of the system: another one has its name. Make it outside of the actors, with a name of its own, and add it to "shared".`, placeOf(site));
  }

  thrown(error: unknown): ScenarioError {
    return this.error(`threw ${error instanceof Error ? error.name : 'something'}: ${messageOf(error)}`, undefined, error);
  }

  error(says: string, at?: Standing, cause?: unknown): ScenarioError {
    const site = siteOf(at) ?? (cause instanceof Error ? cause : null);
    return new ScenarioError(`${this.actor} ${says}.`, site === null ? null : placeOf(site), cause);
  }
}

/** About to do an operation that was met elsewhere before. Where in the source it is made here is found out when somebody asks. */
class AboutToAgain {
  readonly is = 'about-to';
  readonly key: string;
  /** The same operation, made elsewhere. */
  readonly sample: Operation;
  private readonly states: LocalStates;
  private readonly from: LocalState['from'];
  private found: Operation | null = null;

  constructor(key: string, sample: Operation, states: LocalStates, from: LocalState['from']) {
    this.key = key;
    this.sample = sample;
    this.states = states;
    this.from = from;
  }

  /** null when the actor does not do it there any more. */
  find(): Operation | null {
    return (this.found ??= this.states.operationAt(this.from));
  }

  get operation(): Operation {
    const found = this.find();
    if (found === null) throw new ScenarioError(`An actor does not do ${this.key} again when it is told the same. Its steps must depend on nothing but the results that it is handed.`);
    return found;
  }
}

function siteOf(standing: Standing | undefined): Error | null {
  if (standing?.is !== 'about-to') return null;
  return (standing instanceof AboutToAgain ? standing.find() : standing.operation)?.site ?? null;
}

/** Whether that is the operation that an actor is expected to do, as far as that can be told at once. */
function isExpected(expected: Standing | undefined, { target, name, args }: Operation): boolean {
  if (expected?.is !== 'about-to') return false;
  const known = expected instanceof AboutToAgain ? expected.sample : expected.operation;
  return known.target === target && known.name === name && known.args.length === args.length && known.args.every((arg, at) => arg === args[at]);
}

interface Step {
  readonly state: LocalState;
  readonly result: unknown;
}

interface Reached {
  readonly standing: Standing;
  /** The rounds of loops that begin here. */
  readonly rounds: readonly string[];
}

interface Walked {
  readonly reached: Reached;
  readonly walk: Walk;
}

/** A run that stands at a place, after so many steps. */
interface Live {
  readonly walk: Walk;
  readonly state: LocalState;
  readonly steps: number;
}

/** Errors that are made meanwhile keep no stack. */
function withoutStacks<T>(act: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** One run of a body. */
class Walk {
  private readonly states: LocalStates;
  private readonly run: Iterator<unknown, unknown, unknown>;
  private readonly entries = new Map<object, string>();

  constructor(states: LocalStates) {
    this.states = states;
    this.run = states.start();
  }

  /**
   * Goes on to the next step.
   * @param step what was done, and its result; null at the start
   * @param expected what is expected to come, where that is known
   */
  resume(step: Step | null, expected: Standing | undefined): Reached {
    const rounds: string[] = [];
    const entered = this.entries.size;
    for (;;) {
      const next = this.next(step?.result, expected, step?.state.standing);
      if ('is' in next) return { standing: next, rounds };
      if (!this.entries.has(next.loop)) this.entries.set(next.loop, `${this.states.numberOf(step?.state)} ${keyOf(step?.result)} ${this.entries.size - entered}`);
      const round = `${this.entries.get(next.loop)} ${keyOf(next.carried)}`;
      if (rounds.includes(round)) throw this.states.error('goes round in a loop without a step', step?.state.standing);
      rounds.push(round);
    }
  }

  private next(result: unknown, expected: Standing | undefined, before: Standing | undefined): Standing | LoopHead {
    try {
      takeBroken();
      const { done, value } = this.run.next(result);
      const caught = takeBroken();
      if (caught !== null) return { is: 'broken', message: caught.message };
      if (done === true) return { is: 'ended' };
      if (value instanceof LoopHead) return value;
      if (value instanceof Operation && expected !== undefined && isExpected(expected, value)) return expected;
      if (value instanceof Operation) this.states.expectKnown(value);
      if (value instanceof Operation) return { is: 'about-to', operation: value, key: `${value.target.name}.${value.name}(${value.args.map((arg) => keyOf(arg)).join(', ')})` };
    } catch (error) {
      if (error instanceof PromiseBroken) return { is: 'broken', message: error.message };
      if (error instanceof ScenarioError) throw error;
      throw this.states.thrown(error);
    }
    throw this.states.error('yielded something that is no operation. Yield what a method of a shared object returns, as in "yield* file.read()"', before);
  }
}

/** From the start on. */
function stepsTo(from: LocalState['from']): readonly Step[] {
  const steps: Step[] = [];
  for (let step = from; step !== null; step = step.state.from) steps.push(step);
  return steps.toReversed();
}

function nameOf(standing: Standing): string {
  switch (standing.is) {
    case 'about-to': return standing.key;
    case 'ended': return 'its end';
    case 'broken': return standing.message;
  }
}
