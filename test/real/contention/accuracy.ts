import type { Truth } from './locker.ts';
import type { ToldSpan } from './told.ts';

/** How what was told of some holds and waits compares with what the lockers say. */
export interface Accuracy {
  readonly holds: number;
  /** Holds that were told, each by a span of its own and of no other process. */
  readonly seen: readonly Match[];
  /** Told holds that none of the lockers had. */
  readonly tooMany: number;
  /** Waits of more than 50 ms, and those of them that were told. */
  readonly longWaits: number;
  readonly seenWaits: readonly Match[];
}

export interface Match {
  readonly truth: Truth;
  readonly span: ToldSpan;
  /** ms by which the told length is off. */
  readonly offMs: number;
  /** Whether it is off by no more than 1 ms or 2 %. */
  readonly isExact: boolean;
  /** The same, or it cannot be told because the locker itself knows no better. */
  readonly mayBeExact: boolean;
}

export const longWaitMs = 50;

/** @param spans of one lock, all ended */
export function accuracyOf(truths: readonly Truth[], spans: readonly ToldSpan[]): Accuracy {
  const free = new Set(spans);
  const find = (is: ToldSpan['is'], truth: Truth, from: number, to: number): Match | null => {
    const overlap = (span: ToldSpan): number => Math.min(span.to ?? Infinity, to) - Math.max(span.from, from);
    const own = [...free].filter((span) => span.is === is && (span.actor.pid ?? truth.pid) === truth.pid && overlap(span) > -1);
    const best = own.toSorted((a, b) => overlap(b) - overlap(a))[0];
    if (best === undefined) return null;
    free.delete(best);
    const offMs = (best.to ?? Infinity) - best.from - (to - from);
    const beyondMs = Math.abs(offMs) - Math.max(1, 0.02 * (to - from));
    return { truth, span: best, offMs, isExact: beyondMs <= 0, mayBeExact: beyondMs <= (truth.looseMs ?? 0) };
  };
  const seen = truths.map((truth) => find('hold', truth, truth.got, truth.freed)).filter((match) => match !== null);
  const long = truths.filter(({ wanted, got }) => got - wanted > longWaitMs);
  const seenWaits = long.map((truth) => find('wait', truth, truth.wanted, truth.got)).filter((match) => match !== null);
  return { holds: truths.length, seen, tooMany: [...free].filter(({ is }) => is === 'hold').length, longWaits: long.length, seenWaits };
}

/** How much of their own time lockers may lose, ms, and how many of their holds, where there is a core for everybody. */
const lostMs = 5;
const lostShare = 0.15;

/** Whether the lockers themselves were kept from their core: then so was who watched them, and it is not to be judged by what it missed. */
export function areKeptFromCore(truths: readonly Truth[], holdMs: number): boolean {
  return truths.filter(({ got, freed }) => freed - got > holdMs + lostMs).length > lostShare * truths.length;
}
