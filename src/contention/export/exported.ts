import type { LockName, Span } from '../model.ts';
import type { Range } from '../statistics.ts';

/** What is exported: a history, or what was read from a trace. */
export interface Exported {
  readonly spans: readonly Span[];
  readonly locks: readonly LockName[];
}

/**
 * From the first beginning to the last end; where anything lasts, to `now`.
 * @param now ms since the epoch
 */
export function rangeOfAll(spans: readonly Span[], now: number): Range {
  let [from, to] = [Infinity, -Infinity];
  for (const span of spans) {
    from = Math.min(from, span.from);
    to = Math.max(to, span.to ?? Math.max(now, span.from));
  }
  return spans.length === 0 ? { from: now, to: now } : { from, to };
}
