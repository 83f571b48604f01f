/** What a history says in numbers. Pure, and without Node: the webview counts by it as well. */
import { blockingOf, type Blocking } from './blocking.ts';
import { byKey } from './by-key.ts';
import { countContended } from './contended.ts';
import { durationsOf, type Durations } from './durations.ts';
import { byBegin, coveredOf, unionOf, type Interval } from './intervals.ts';
import type { Span } from './model.ts';
import { isMeasured, lengthOf, stayOf, type Stay } from './stay.ts';

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
  /** The longest first. */
  readonly blocking: readonly Blocking[];
}

/** The statistics of each lock that was held or waited for in the range, in the order in which the spans name them. */
export function statisticsOf(spans: readonly Span[], range: Range): readonly LockStatistics[] {
  const statistics: LockStatistics[] = [];
  for (const [lock, ofLock] of byKey(spans, ({ lock: path }) => path)) {
    const all = byBegin(ofLock.map((span) => stayOf(span, range.to)));
    const inRange = all.filter(({ from, to }) => from <= range.to && to >= range.from);
    if (inRange.length > 0) statistics.push(ofOne(lock, all, inRange, range));
  }
  return statistics;
}

function ofOne(lock: string, all: readonly Stay[], inRange: readonly Stay[], range: Range): LockStatistics {
  const [holds, waits] = [inRange.filter(isHold), inRange.filter(isWait)];
  const [measured, measuredWaits] = [holds.filter(isMeasured), waits.filter(isMeasured)];
  // Who held before the range may have made somebody wait in it.
  const [heldEver, waitedEver] = [all.filter((stay) => isHold(stay) && isMeasured(stay)), all.filter(isWait)];
  return {
    lock,
    acquisitions: holds.length,
    glimpsed: holds.length - measured.length,
    holds: durationsOf(measured.map(lengthOf)),
    waits: durationsOf(measuredWaits.map(lengthOf)),
    utilisation: utilisationOf(measured, range),
    contendedShare: holds.length === 0 ? 0 : countContended(holds, waitedEver) / holds.length,
    isAtLeast: inRange.some(({ span }) => span.to === null || span.certainty !== 'seen'),
    blocking: blockingOf(heldEver, measuredWaits),
  };
}

function utilisationOf(holds: readonly Stay[], range: Range): number {
  const length = range.to - range.from;
  return length > 0 ? Math.min(coveredOf(range, unionOf(holds)) / length, 1) : 0;
}

function isHold({ span }: Stay): boolean {
  return span.is === 'hold';
}

function isWait({ span }: Stay): boolean {
  return span.is === 'wait';
}
