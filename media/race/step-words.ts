import type { ActorLook, Option, Trace, TraceStep } from '../../src/race/model/trace.ts';
import { say } from './say.ts';

/** What is read out where so many steps have been done. */
export function positionWords(trace: Trace, at: number): string {
  const step = trace.steps[at - 1];
  if (step === undefined) return say('positionStart', { count: trace.steps.length });
  const parts = [say('stepWords', { at, count: trace.steps.length, label: happeningOf(step) }), ...changesOf(step)];
  if (at === trace.steps.length && trace.problem !== null) parts.push(`${say('brokenHere')} ${trace.problem.explanation}`);
  return parts.join(' ');
}

/** Who does what. */
export function happeningOf({ actor, label, what }: Option): string {
  return what === 'step' && actor !== null ? say('stepOf', { actor, label }) : label;
}

export function changesOf({ changes }: TraceStep): readonly string[] {
  return changes.map((change) => say('changed', { ...change }));
}

/** How an actor stands, and what it does next. */
export function standingOf({ standing, next, waitsFor }: ActorLook): string {
  const what = next ?? '';
  switch (standing) {
    case 'ready': return say('standingReady', { next: what });
    case 'waits': return waitsFor === null || waitsFor.holders.length === 0 ? say('standingWaits', { next: what }) : say('standingWaitsFor', { next: what, holders: waitsFor.holders.join(', ') });
    case 'paused': return say('standingPaused', { next: what });
    case 'ended': return say('standingEnded');
    case 'crashed': return say('standingCrashed');
    case 'broken': return say('standingBroken');
  }
}
