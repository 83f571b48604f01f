import type { Span } from './model.ts';

/**
 * Spans of one lock in the order in which they begin, their times in columns: a hundred thousand are gone
 * through in a few ms, where as many objects take several times that.
 */
export interface Stays {
  readonly spans: readonly Span[];
  readonly times: Times;
}

/** Stretches of time, ms since the epoch. */
export interface Times {
  /** Sorted. */
  readonly from: Float64Array;
  readonly to: Float64Array;
}

const none: Stays = { spans: [], times: { from: new Float64Array(), to: new Float64Array() } };

/** @param now ms since the epoch; until when those that last have lasted */
export function staysOf(spans: readonly Span[], now: number): Stays {
  if (spans.length === 0) return none;
  const [from, to] = [new Float64Array(spans.length), new Float64Array(spans.length)];
  let latest = -Infinity;
  for (let at = 0; at < spans.length; at++) {
    const span = spans[at];
    if (span === undefined) continue;
    if (span.from < latest) return staysOf(spans.toSorted((a, b) => a.from - b.from), now);
    from[at] = latest = span.from;
    to[at] = span.to ?? Math.max(span.from, now);
  }
  return { spans, times: { from, to } };
}

/** Those that any part of lies in the range. */
export function within(stays: Stays, range: { readonly from: number; readonly to: number }): Stays {
  const { from, to } = stays.times;
  const isWithin = (at: number): boolean => (from[at] ?? 0) <= range.to && (to[at] ?? 0) >= range.from;
  let at = 0;
  while (at < from.length && isWithin(at)) at++;
  if (at === from.length) return stays;
  const places: number[] = [];
  for (at = 0; at < from.length; at++) if (isWithin(at)) places.push(at);
  return { spans: places.flatMap((place) => stays.spans[place] ?? []), times: timesAt(stays.times, places) };
}

/** The times of those at these places, which are in order. */
export function timesAt(times: Times, places: readonly number[]): Times {
  if (places.length === times.from.length) return times;
  const [from, to] = [new Float64Array(places.length), new Float64Array(places.length)];
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    from[at] = times.from[place] ?? 0;
    to[at] = times.to[place] ?? 0;
  }
  return { from, to };
}

/** The length of each, ms. */
export function lengthsOf({ from, to }: Times): Float64Array {
  const lengths = new Float64Array(from.length);
  for (let at = 0; at < lengths.length; at++) lengths[at] = (to[at] ?? 0) - (from[at] ?? 0);
  return lengths;
}
