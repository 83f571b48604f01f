/** Which figures of a lock are bounds from below, and which are what was. */
import type { Durations } from './durations.ts';
import { lengthsOf, type Stays } from './stays.ts';

/** Of lengths: whether that figure may have been more. */
export type LengthsAtLeast = Readonly<Record<keyof Durations, boolean>>;

/** Whether a figure may have been more than it says. */
export interface AtLeast {
  readonly acquisitions: boolean;
  readonly holds: LengthsAtLeast;
  readonly waits: LengthsAtLeast;
  readonly utilisation: boolean;
  readonly contendedShare: boolean;
  readonly blocking: boolean;
}

/** What a figure that was 'seen' may be off by, as a share: what matters no more than this is left out. */
const slack = 0.02;

export interface Counted {
  readonly held: Stays;
  readonly waited: Stays;
  /** How many came and went between two looks. */
  readonly glimpsed: number;
  readonly glimpsedWaits: number;
  readonly holds: Durations;
  readonly waits: Durations;
  readonly utilisation: number;
  readonly contendedShare: number;
}

/**
 * What may have been missed, figure by figure. Where looks were rare, holds may have come and gone between them:
 * then the count is a bound. What lasts is one acquisition and no reason to doubt the count; its length is one,
 * and makes a bound of those figures alone that stand for it.
 */
export function atLeastOf({ held, waited, glimpsed, glimpsedWaits, holds, waits, utilisation, contendedShare }: Counted): AtLeast {
  const acquisitions = glimpsed > 0 || held.spans.some(isOverAndSampled);
  const waitCount = glimpsedWaits > 0 || waited.spans.some(isOverAndSampled);
  const waitLengths = lengthsAtLeast(waited, waits, waitCount);
  const isHeldLonger = glimpsed > slack * (glimpsed + held.spans.length) || sampledIn(held) > slack * holds.total;
  return {
    acquisitions,
    holds: lengthsAtLeast(held, holds, acquisitions),
    waits: waitLengths,
    utilisation: isHeldLonger && utilisation < 1,
    // A share of a count that is itself a bound may have been less as well as more.
    contendedShare: waitCount && !acquisitions && contendedShare < 1,
    blocking: waitLengths.total || isHeldLonger,
  };
}

/** A figure is a bound when a length that is one stands at its place, or, of the total, makes up much of it. */
function lengthsAtLeast(stays: Stays, { p50, p95, max, total }: Durations, count: boolean): LengthsAtLeast {
  const bounds = { count, p50: false, p95: false, max: false, total: false };
  const lengths = lengthsOf(stays.times);
  let unsure = 0;
  stays.spans.forEach(({ to, certainty }, at) => {
    if (to !== null && certainty === 'seen') return;
    const length = lengths[at] ?? 0;
    unsure += length;
    bounds.p50 ||= length === p50;
    bounds.p95 ||= length === p95;
    bounds.max ||= length === max;
  });
  return { ...bounds, total: unsure > slack * total };
}

/** How long those lasted of which an end was not seen, ms. */
function sampledIn({ spans, times }: Stays): number {
  return spans.reduce((sum, { certainty }, at) => (certainty === 'seen' ? sum : sum + (times.to[at] ?? 0) - (times.from[at] ?? 0)), 0);
}

function isOverAndSampled({ to, certainty }: Stays['spans'][number]): boolean {
  return to !== null && certainty === 'sampled';
}
