import { Histories, type Self, type World } from './world.ts';

/**
 * What one who acts yields before each atomic operation: its name; with a condition where it waits;
 * or a promise, which is no operation: what follows it belongs to the operation before.
 */
export type Step = string | { readonly name: string; readonly when: () => boolean } | Promise<unknown>;

export type Acting = Generator<Step, void, void>;

/** One who acts in a scenario. */
export interface Actor {
  readonly name: string;
  /** Nothing may happen before its first step. */
  readonly act: (self: Self) => Acting;
  /** One that is its like, and begins first: which of two is called what makes no difference. */
  readonly after?: string | undefined;
  /** Whether it is worth while to let it crash now; what it leaves behind must depend on it. */
  readonly mayCrash: () => boolean;
}

/** What is to be explored. Made anew for each execution. */
export interface Scenario {
  readonly world: World;
  readonly actors: readonly Actor[];
  /** Whether anybody writes into a lock wherever it is by then, for which no look at one's own entry is then. */
  readonly writes: boolean;
}

export interface Question {
  readonly scenario: (histories: Histories) => Scenario;
  /** How many crashes there are in one execution at most. */
  readonly crashes: number;
  /** What is wrong with a state, or null. */
  readonly always: (world: World) => string | null;
  /** What is wrong with a state in which nobody can go on, or null. */
  readonly finally: (world: World) => string | null;
  /** The shortest schedule of a violation is found first, which takes longer where there is none. */
  readonly shortest: boolean;
  /** Whether an operation that is two calls, where nothing stands at the path, lets another in between them. */
  readonly compound: boolean;
}

export interface Answer {
  readonly states: number;
  /** How often the scenario was executed from its beginning, each time by another schedule. */
  readonly executions: number;
  /** How many of the states are ones in which nobody can go on. */
  readonly ends: number;
  /** What went wrong, and the schedule that led there; null for nothing. */
  readonly violation: { readonly what: string; readonly schedule: readonly string[] } | null;
}

/** What can happen next. */
type Choice =
  | { readonly is: 'step'; readonly who: number; /** Who acts between two calls of this operation. */ readonly between: number | null }
  | { readonly is: 'crash'; readonly who: number };

/** A schedule, its last choice first. */
interface Prefix {
  readonly last: Choice;
  readonly before: Prefix | null;
}

/**
 * Steps that no other can tell from being done at once, and that depend on nobody else: they touch
 * nothing but an entry in quarantine of the breaker's own, and
 * whoever lists pending acts passes over those of others that live. Between them nobody else is let
 * in, but a crash is. That they keep to this is checked at each.
 */
const ownSteps: ReadonlySet<string> = new Set(['begin', 'entry', 'intent', 'verify', 'held', 'cut short?', 'drop', 'end', 'settle', 'finish', 'journal written']);

/** Those of them that see what is in a lock. */
const looks: ReadonlySet<string> = new Set(['verify']);

/** Steps that are several calls where nothing stands at the path. */
const twoCalls: ReadonlySet<string> = new Set(['exchange', 'exchange back', 'move']);

/**
 * Goes through every schedule of a scenario. A generator cannot be copied, so each branch is
 * executed from the beginning; a state that was seen before is not gone on from. Two states are the
 * same when the disk and the records are and everybody has seen the same: what one will do depends on nothing else.
 */
export async function explore(question: Question): Promise<Answer> {
  const { stackTraceLimit } = Error;
  // The protocol throws a lot here, and where is asked by nobody.
  Error.stackTraceLimit = 0;
  try {
    return await exploreAll(question);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function exploreAll(question: Question): Promise<Answer> {
  const histories = new Histories();
  const seen = new Set<string>();
  const frontier: (Prefix | null)[] = [null];
  let executions = 0;
  let ends = 0;
  for (let taken = 0; taken < frontier.length; ) {
    // The oldest first is the shortest first.
    const start = question.shortest ? frontier[taken++] : frontier.pop();
    if (start === undefined) break;
    let prefix = start;
    executions++;
    const run = new Run(question.scenario(histories));
    for (const choice of listed(prefix)) {
      const waiting = run.take(choice);
      if (waiting !== null) await waiting;
    }
    for (;;) {
      const wrong = run.failure ?? question.always(run.world);
      if (wrong !== null) return { states: seen.size, executions, ends, violation: { what: wrong, schedule: run.schedule } };
      const key = run.key();
      if (seen.has(key)) break;
      seen.add(key);
      const [first, ...others] = run.choices(question);
      if (first === undefined) {
        ends++;
        const left = question.finally(run.world);
        if (left !== null) return { states: seen.size, executions, ends, violation: { what: left, schedule: run.schedule } };
        break;
      }
      for (const last of question.shortest ? [first, ...others] : others) frontier.push({ last, before: prefix });
      if (question.shortest) break;
      prefix = { last: first, before: prefix };
      const waiting = run.take(first);
      if (waiting !== null) await waiting;
    }
  }
  return { states: seen.size, executions, ends, violation: null };
}

function listed(prefix: Prefix | null): readonly Choice[] {
  const choices: Choice[] = [];
  for (let at = prefix; at !== null; at = at.before) choices.push(at.last);
  return choices.toReversed();
}

type Next = { readonly is: 'at'; readonly name: string; readonly when: () => boolean } | { readonly is: 'over' };

interface Machine {
  readonly self: Self;
  readonly mayCrash: Actor['mayCrash'];
  readonly acting: Acting;
  readonly after: string | undefined;
  next: Next;
}

const over: Next = { is: 'over' };
const always = (): boolean => true;

/** One execution, as far as it has got. */
class Run {
  readonly world: World;
  /** What was done, to be read. */
  readonly schedule: string[] = [];
  /** What was thrown; null for nothing. */
  failure: string | null = null;
  readonly #machines: readonly Machine[];
  readonly #writes: boolean;
  #crashes = 0;

  constructor({ world, actors, writes }: Scenario) {
    this.world = world;
    this.#writes = writes;
    this.#machines = actors.map(({ name, act, mayCrash, after }, index) => {
      const self: Self = { name, index: index + 1, history: 0, stamps: 0, clock: 0 };
      const acting = act(self);
      return { self, mayCrash, acting, after, next: nextOf(acting.next()) };
    });
  }

  key(): string {
    const states = this.#machines.map(({ self, next }) => (next.is === 'over' ? 'over' : self.history));
    return `${states.join()}|${this.#crashes}|${this.world.key()}`;
  }

  choices(question: Pick<Question, 'crashes' | 'compound'>): readonly Choice[] {
    const able = [...this.#machines.keys()].filter((who) => this.#isAble(who));
    const own = able.find((who) => this.#isOwn(this.#nameOf(who)));
    return (own === undefined ? able : [own]).flatMap((who) => this.#choicesOf(who, question));
  }

  /** @returns what to wait for before anything else is done; null for nothing, which is usual, and quicker */
  take(choice: Choice): Promise<void> | null {
    const machine = this.#machines[choice.who];
    if (machine === undefined) throw new Error('no such actor');
    if (choice.is === 'crash') {
      this.#crashes++;
      this.schedule.push(`${machine.self.name} crashes before: ${this.#nameOf(choice.who)}`);
      machine.next = over;
      this.world.crash(machine.self);
      return null;
    }
    const { between } = choice;
    if (between !== null) this.world.between = () => this.#stepBetween(between);
    return this.#step(machine);
  }

  #isAble(who: number): boolean {
    const machine = this.#machines[who];
    return machine?.next.is === 'at' && machine.next.when() && (machine.after === undefined || this.#hasBegun(machine.after));
  }

  #hasBegun(name: string): boolean {
    const machine = this.#machines.find(({ self }) => self.name === name);
    return machine === undefined || machine.next.is === 'over' || machine.self.history !== 0;
  }

  #isOwn(name: string): boolean {
    return ownSteps.has(name) && !(this.#writes && looks.has(name));
  }

  #nameOf(who: number): string {
    const next = this.#machines[who]?.next ?? over;
    return next.is === 'at' ? next.name : 'over';
  }

  #choicesOf(who: number, { crashes, compound }: Pick<Question, 'crashes' | 'compound'>): readonly Choice[] {
    const choices: Choice[] = [{ is: 'step', who, between: null }];
    if (compound && twoCalls.has(this.#nameOf(who))) {
      for (const between of this.#machines.keys()) if (between !== who && this.#nameOf(between) === 'acquire' && this.#isAble(between)) choices.push({ is: 'step', who, between });
    }
    if (this.#crashes < crashes && this.#machines[who]?.mayCrash() === true) choices.push({ is: 'crash', who });
    return choices;
  }

  #step(machine: Machine): Promise<void> | null {
    const { self, acting, next } = machine;
    const name = next.is === 'at' ? next.name : '';
    this.schedule.push(`${self.name}: ${name}`);
    this.world.actsAs(self);
    this.world.touched = [];
    this.world.begins();
    try {
      const result = acting.next();
      if (result.done !== true && result.value instanceof Promise) return this.#finish(machine, name, result.value);
      this.#arrive(machine, name, result);
    } catch (error) {
      this.#fail(machine, error);
    }
    return null;
  }

  async #finish(machine: Machine, name: string, waiting: Promise<unknown>): Promise<void> {
    try {
      await waiting;
      let result = machine.acting.next();
      while (result.done !== true && result.value instanceof Promise) {
        await result.value;
        result = machine.acting.next();
      }
      this.#arrive(machine, name, result);
    } catch (error) {
      this.#fail(machine, error);
    }
  }

  #arrive(machine: Machine, name: string, result: IteratorResult<Step, void>): void {
    machine.next = nextOf(result);
    this.world.between = null;
    if (this.#isOwn(name) && this.world.touched.some((path) => !path.startsWith('/q/'))) throw new Error(`${name} is no step of one's own: ${this.world.touched.join(', ')}`);
  }

  #fail(machine: Machine, error: unknown): void {
    this.failure ??= `${machine.self.name} failed: ${error instanceof Error ? error.message : String(error)}`;
    machine.next = over;
  }

  /** Of one whose steps wait for nothing. */
  #stepBetween(who: number): void {
    const machine = this.#machines[who];
    if (machine === undefined || !this.#isAble(who)) return;
    this.schedule.push(`${machine.self.name}, between two calls of that: ${this.#nameOf(who)}`);
    const before = this.world.actsAs(machine.self);
    this.world.begins();
    machine.next = nextOf(machine.acting.next());
    this.world.actsAs(before);
  }
}

function nextOf(result: IteratorResult<Step, void>): Next {
  if (result.done === true) return over;
  const { value } = result;
  if (typeof value === 'string') return { is: 'at', name: value, when: always };
  if (value instanceof Promise) throw new Error('a promise is awaited within a step');
  return { is: 'at', ...value };
}
