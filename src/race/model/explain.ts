import { list, parsed, toJson } from '../../base/json.ts';
import type { FailureKind } from './finding.ts';
import { callText } from './call-text.ts';
import type { Problem, Stuck } from './problem.ts';
import type { TraceStep } from './trace.ts';

type Steps = readonly Omit<TraceStep, 'after'>[];

export function kindOf(problem: Problem): FailureKind {
  return problem.is === 'stuck' ? (problem.isDeadlock ? 'deadlock' : 'stuck') : problem.is;
}

/** The condition or the goal that is not met, or what an actor saw. */
export function conditionOf(problem: Problem): string {
  switch (problem.is) {
    case 'broken': return problem.says;
    case 'invariant':
    case 'finally': return problem.condition;
    case 'stuck': return 'Everybody comes to an end.';
    case 'never': return problem.goal;
  }
}

/**
 * What went wrong in a run, in one sentence that a person would say.
 * @param loopFrom from which step on it repeats for ever, or null
 */
export function explain(problem: Problem, steps: Steps, loopFrom: number | null): string {
  return sentence([...faultsIn(steps), ...lostWrite(problem, steps), what(problem, steps, loopFrom)]);
}

function what(problem: Problem, steps: Steps, loopFrom: number | null): string {
  switch (problem.is) {
    case 'broken':
    case 'invariant':
    case 'finally': return problem.says;
    case 'stuck': return problem.isDeadlock ? deadlocked(problem) : problem.stuck.map((each) => waitsForEver(each, steps)).join('; ');
    case 'never':
      if (loopFrom === null) return `nobody can go on, and this never comes: ${problem.goal}`;
      return `from step ${loopFrom + 1} on the same ${steps.length - loopFrom === 1 ? 'step' : `${steps.length - loopFrom} steps`} can repeat for ever, and this never comes: ${problem.goal}`;
  }
}

function deadlocked({ stuck, cycle }: Extract<Problem, { is: 'stuck' }>): string {
  const ring = stuck.filter(({ actor }) => cycle.includes(actor)).toSorted((one, other) => cycle.indexOf(one.actor) - cycle.indexOf(other.actor));
  if (ring.length === 1) return `${ring[0]?.actor} waits for ${ring[0]?.object}, which it holds itself, and can never go on`;
  return `${ring.map(({ actor, object, heldBy }) => `${actor} waits for ${object}, which ${heldBy.join(' and ')} ${heldBy.length === 1 ? 'holds' : 'hold'}`).join('; ')}: none can go on`;
}

function waitsForEver({ actor, object, operation, args, heldBy }: Stuck, steps: Steps): string {
  const who = heldBy.filter((holder) => holder !== actor);
  const isGone = who.some((holder) => steps.some((step) => step.what === 'crash' && step.actor === holder));
  if (/^(?:acquire|lock)/.test(operation) && who.length > 0) return `${actor} waits for ever for ${object}, which ${who.join(' and ')} ${isGone ? 'still held at the end' : 'never lets go of'}`;
  const why = who.length === 0 ? 'nobody is left to wake it' : `${who.join(' and ')} ${isGone ? 'has left something there' : 'has it'}, and nobody takes it away`;
  return `${actor} waits for ever in ${object}.${callText(operation, args)}: ${why}`;
}

/** What was not the actors' own doing. */
function faultsIn(steps: Steps): readonly string[] {
  return steps.flatMap((step, at) => {
    if (step.what === 'step' || step.what === 'tick') return [];
    if (step.what === 'power-loss') return ['the power is lost'];
    const last = steps.slice(0, at).findLast(({ actor, what: kind }) => kind === 'step' && actor === step.actor);
    const when = last === undefined ? 'before its first step' : `after ${last.object}.${last.operation}`;
    return [step.what === 'crash' ? `${step.actor} is killed ${when}` : `${step.actor} stands still ${when}`];
  });
}

/** Somebody reads, another writes, and the first one writes over that what it made of what it had read. */
function lostWrite(problem: Problem, steps: Steps): readonly string[] {
  if (problem.is !== 'finally' && problem.is !== 'invariant') return [];
  const accesses = steps.map(accessIn);
  for (const [at, write] of accesses.entries()) {
    if (write?.is !== 'write') continue;
    const isThere = (other: Access | null, is: Access['is'], byWriter: boolean): boolean => other?.is === is && other.where === write.where && (other.actor === write.actor) === byWriter;
    const read = accesses.slice(0, at).findLastIndex((other) => isThere(other, 'read', true));
    const between = read === -1 ? null : accesses.slice(read, at).findLast((other) => isThere(other, 'write', false));
    if (between !== null && between !== undefined) return [`${write.actor} read ${accesses[read]?.value} from ${write.where} before ${between.actor} wrote ${between.value}, and wrote ${write.value} over it`];
  }
  return [];
}

/** A plain read or write of a variable, or of a file in a folder. */
interface Access {
  readonly is: 'read' | 'write';
  readonly actor: string;
  readonly where: string;
  readonly value: string;
}

function accessIn({ actor, object, operation, result }: Steps[number]): Access | null {
  const [, name, inner = ''] = /^(\w+)\((.*)\)$/s.exec(operation ?? '') ?? [];
  if (actor === null || object === null || name === undefined) return null;
  const args = parsed(`[${inner}]`, (value) => list(value, (each) => each));
  if (args === null) return null;
  if (name === 'read' && args.length < 2 && result !== null) return { is: 'read', actor, where: placeIn(object, args[0]), value: result };
  if (!['write', 'put'].includes(name) || args.length === 0 || args.length > 2) return null;
  return { is: 'write', actor, where: placeIn(object, args.length === 2 ? args[0] : undefined), value: toJson(args.at(-1)) };
}

/** A file in a folder, or the object itself. */
function placeIn(object: string, name: unknown): string {
  return typeof name === 'string' ? name : object;
}

function sentence(parts: readonly string[]): string {
  const [first = '', ...others] = parts.map((part) => part.replace(/\.$/, ''));
  return `${[withCapital(first), ...others.map(withoutCapital)].join('; ')}.`;
}

/** A name that is no plain word, such as that of a file, stays as it is. */
function withCapital(part: string): string {
  return /^[a-z]+[ ,]/.test(part) ? part.charAt(0).toUpperCase() + part.slice(1) : part;
}

/** Behind a semicolon a sentence goes on in small letters, unless it begins with a name. */
function withoutCapital(part: string): string {
  return /^(?:The|An|Both|All|After|Nobody|Somebody|Only|Two|One|Not|No|It|Neither|Each|Every) /.test(part) ? part.charAt(0).toLowerCase() + part.slice(1) : part;
}
