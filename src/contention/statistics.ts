/** What a history says in numbers. Pure, and without Node: the webview counts by it as well. */
import { atLeastOf, type AtLeast } from './at-least.ts';
import type { Blocking, NameOf } from './blocking.ts';
import { durationsOf, type Durations } from './durations.ts';
import { coveredOf, type Interval } from './intervals.ts';
import type { Span } from './model.ts';
import { shortCommand } from './short-command.ts';
import { atOnce, blockingInSteps, contendedInSteps, stepStays } from './statistics-steps.ts';
import { lengthsOf, staysOf, within } from './stays.ts';

export type { AtLeast, LengthsAtLeast } from './at-least.ts';
export type { Blocking } from './blocking.ts';
export type { Durations } from './durations.ts';
export { filterStatistics, sortStatistics, type SortKey } from './sort-statistics.ts';
export { waitersOverTime } from './waiters.ts';

/** A stretch of time, ms since the epoch. */
export type Range = Interval;

/** Of one lock, over the holds and waits that any part of lies in the range. */
export interface LockStatistics {
  /** Its path. */
  readonly lock: string;
  /** Holds, those included that were only glimpsed. */
  readonly acquisitions: number;
  /** Holds that came and went between two looks. */
  readonly glimpsed: number;
  /** Whole lengths, also of what the range has only a part of; of what lasts, the length up to the range's end. */
  readonly holds: Durations;
  readonly waits: Durations;
  /** 0 to 1: the share of the range in which anybody held it. */
  readonly utilisation: number;
  /** 0 to 1: the share of acquisitions that somebody was seen waiting for, or that followed a wait. */
  readonly contendedShare: number;
  /** Something of it lasts, was sampled or glimpsed, so that it is that much at least. */
  readonly isAtLeast: boolean;
  /** Which of the figures that concerns. */
  readonly atLeast: AtLeast;
  /** The longest first. */
  readonly blocking: readonly Blocking[];
}

/** The statistics of each lock that was held or waited for in the range, in the order in which the spans name them. */
export function statisticsOf(spans: readonly Span[], range: Range): readonly LockStatistics[] {
  return atOnce(statisticsInSteps(spans, range));
}

/** The same in steps of a few ms each, however many spans there are. */
export function* statisticsInSteps(spans: readonly Span[], range: Range): Generator<void, readonly LockStatistics[]> {
  const statistics: LockStatistics[] = [];
  const nameOf = memoized(shortCommand);
  for (const [lock, ofLock] of yield* byLock(spans)) {
    const each = yield* ofOne(lock, ofLock, range, nameOf);
    if (each !== null) statistics.push(each);
    yield;
  }
  return statistics;
}

/** null where nothing of it lies in the range. */
function* ofOne(lock: string, { holds, waits, glimpsed, glimpsedWaits }: Sorted, range: Range, nameOf: NameOf): Generator<void, LockStatistics | null> {
  // Who held before the range may have made somebody wait in it.
  const isLong = holds.length + waits.length > stepStays;
  const [heldEver, waitedEver] = [staysOf(holds, range.to), staysOf(waits, range.to)];
  if (isLong) yield;
  const [held, waited, brief, briefWaits] = [within(heldEver, range), within(waitedEver, range), within(staysOf(glimpsed, range.to), range), within(staysOf(glimpsedWaits, range.to), range)];
  const unmeasured = brief.spans.length + briefWaits.spans.length;
  if (held.spans.length + waited.spans.length + unmeasured === 0) return null;
  const acquisitions = held.spans.length + brief.spans.length;
  if (isLong) yield;
  const anyWait = glimpsedWaits.length === 0 ? waitedEver : staysOf([...waits, ...glimpsedWaits], range.to);
  if (isLong) yield;
  const durations = { holds: durationsOf(lengthsOf(held.times)), waits: durationsOf(lengthsOf(waited.times)) };
  if (isLong) yield;
  const contended = (yield* contendedInSteps(held, anyWait)) + (yield* contendedInSteps(brief, anyWait));
  const shares = {
    utilisation: range.to > range.from ? Math.min(coveredOf(range, held.times) / (range.to - range.from), 1) : 0,
    contendedShare: acquisitions === 0 ? 0 : contended / acquisitions,
  };
  return {
    lock,
    acquisitions,
    glimpsed: brief.spans.length,
    ...durations,
    ...shares,
    isAtLeast: unmeasured > 0 || held.spans.some(isAtLeastSo) || waited.spans.some(isAtLeastSo),
    atLeast: atLeastOf({ held, waited, glimpsed: brief.spans.length, glimpsedWaits: briefWaits.spans.length, ...durations, ...shares }),
    blocking: yield* blockingInSteps(heldEver, waited, nameOf),
  };
}

function isAtLeastSo({ to, certainty }: Span): boolean {
  return to === null || certainty !== 'seen';
}

/** Of one lock: holds and waits, and apart from them those of which no length is known. */
interface Sorted {
  readonly holds: Span[];
  readonly waits: Span[];
  readonly glimpsed: Span[];
  readonly glimpsedWaits: Span[];
}

function* byLock(spans: readonly Span[]): Generator<void, ReadonlyMap<string, Sorted>> {
  const locks = new Map<string, Sorted>();
  for (let at = 0; at < spans.length; at += stepStays) {
    for (const span of spans.slice(at, at + stepStays)) {
      let sorted = locks.get(span.lock);
      if (sorted === undefined) locks.set(span.lock, (sorted = { holds: [], waits: [], glimpsed: [], glimpsedWaits: [] }));
      if (span.certainty === 'glimpsed') sorted[span.is === 'hold' ? 'glimpsed' : 'glimpsedWaits'].push(span);
      else sorted[span.is === 'hold' ? 'holds' : 'waits'].push(span);
    }
    yield;
  }
  return locks;
}

function memoized(nameOf: NameOf): NameOf {
  const known = new Map<string | null, string>();
  return (command) => {
    let name = known.get(command);
    if (name === undefined) known.set(command, (name = nameOf(command)));
    return name;
  };
}
