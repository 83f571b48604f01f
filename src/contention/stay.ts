import type { Span } from './model.ts';

/** A span as it stands at some moment: one that lasts has lasted until then. */
export interface Stay {
  readonly span: Span;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** @param now ms since the epoch */
export function stayOf(span: Span, now: number): Stay {
  return { span, from: span.from, to: span.to ?? Math.max(span.from, now) };
}

/** Whether anything is known of its length. */
export function isMeasured({ span }: Stay): boolean {
  return span.certainty !== 'glimpsed';
}

/** ms */
export function lengthOf({ from, to }: Stay): number {
  return to - from;
}
