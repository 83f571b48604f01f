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
    return [step.what === 'crash' ? `${step.actor} ends ${when}` : `${step.actor} stands still ${when}`];
  });
}

/** Somebody reads, another writes, and the first one writes over that what it made of what it had read. */
function lostWrite(problem: Problem, steps: Steps): readonly string[] {
  if (problem.is !== 'finally' && problem.is !== 'invariant') return [];
  for (const [at, write] of steps.entries()) {
    if (!isWrite(write)) continue;
    const read = steps.slice(0, at).findLast((step) => step.actor === write.actor && step.object === write.object && isRead(step));
    const between = read === undefined ? undefined : steps.slice(steps.indexOf(read), at).findLast((step) => step.actor !== write.actor && step.object === write.object && isWrite(step));
    if (read !== undefined && between !== undefined) return [`${write.actor} read ${read.result} from ${write.object} before ${between.actor} wrote ${written(between)}, and wrote ${written(write)} over it`];
  }
  return [];
}

function isRead({ operation }: Steps[number]): boolean {
  return operation?.startsWith('read(') ?? false;
}

function isWrite({ operation }: Steps[number]): boolean {
  return operation?.startsWith('write(') ?? false;
}

function written({ operation }: Steps[number]): string {
  return /^write\((.*)\)$/.exec(operation ?? '')?.[1] ?? '';
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
