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
    const inRange = (stay: Span): boolean => stay.from <= range.to && (stay.to ?? range.to) >= range.from;
    const counted = ofLock.filter(inRange);
    if (counted.length === 0) continue;
    const isAtLeast = counted.some(({ to, certainty }) => to === null || certainty !== 'seen');
    statistics.push({ ...ofOne(lock, ofLock.map((span) => stayOf(span, range.to)), inRange, range), isAtLeast });
  }
  return statistics;
}

/** @param all also those beyond the range: who held before it may have made somebody wait in it */
function ofOne(lock: string, all: readonly Stay[], inRange: (stay: Span) => boolean, range: Range): Omit<LockStatistics, 'isAtLeast'> {
  const [allHolds, allWaits] = [byBegin(all.filter(({ is }) => is === 'hold')), byBegin(all.filter(({ is }) => is === 'wait'))];
  const allMeasured = allHolds.filter(isMeasured);
  const holds = allHolds.filter(inRange);
  const [measured, waits] = [allMeasured.filter(inRange), allWaits.filter((wait) => isMeasured(wait) && inRange(wait))];
  return {
    lock,
    acquisitions: holds.length,
    glimpsed: holds.length - measured.length,
    holds: durationsOf(measured.map(lengthOf)),
    waits: durationsOf(waits.map(lengthOf)),
    utilisation: utilisationOf(measured, range),
    contendedShare: holds.length === 0 ? 0 : countContended(holds, allWaits) / holds.length,
    blocking: blockingOf(allMeasured, waits),
  };
}

function utilisationOf(holds: readonly Stay[], range: Range): number {
  const length = range.to - range.from;
  return length > 0 ? Math.min(coveredOf(range, unionOf(holds)) / length, 1) : 0;
}
