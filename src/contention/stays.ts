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

/** @param now ms since the epoch; until when those that last have lasted */
export function staysOf(spans: readonly Span[], now: number): Stays {
  const inOrder = byBegin(spans);
  const [from, to] = [new Float64Array(spans.length), new Float64Array(spans.length)];
  inOrder.forEach((span, at) => {
    from[at] = span.from;
    to[at] = span.to ?? Math.max(span.from, now);
  });
  return { spans: inOrder, times: { from, to } };
}

/** Those that any part of lies in the range. */
export function within(stays: Stays, range: { readonly from: number; readonly to: number }): Stays {
  const { from, to } = stays.times;
  const places: number[] = [];
  for (let at = 0; at < from.length; at++) if ((from[at] ?? 0) <= range.to && (to[at] ?? 0) >= range.from) places.push(at);
  return places.length === from.length ? stays : { spans: places.flatMap((at) => stays.spans[at] ?? []), times: timesAt(stays.times, places) };
}

/** The times of those at these places. */
export function timesAt({ from, to }: Times, places: readonly number[]): Times {
  return { from: Float64Array.from(places, (at) => from[at] ?? 0), to: Float64Array.from(places, (at) => to[at] ?? 0) };
}

/** The length of each, ms. */
export function lengthsOf({ from, to }: Times): Float64Array {
  return to.map((end, at) => end - (from[at] ?? end));
}

function byBegin(spans: readonly Span[]): readonly Span[] {
  let latest = -Infinity;
  for (const { from } of spans) {
    if (from < latest) return spans.toSorted((a, b) => a.from - b.from);
    latest = from;
  }
  return spans;
}
