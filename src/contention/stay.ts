import type { Span } from './model.ts';

/** A span as it stands at some moment: one that lasts has lasted until then. */
export interface Stay extends Span {
  readonly to: number;
}

/** @param now ms since the epoch */
export function stayOf(span: Span, now: number): Stay {
  return hasEnded(span) ? span : { ...span, to: Math.max(span.from, now) };
}

function hasEnded(span: Span): span is Stay {
  return span.to !== null;
}

/** Whether anything is known of its length. */
export function isMeasured({ certainty }: Span): boolean {
  return certainty !== 'glimpsed';
}

/** ms */
export function lengthOf({ from, to }: Stay): number {
  return to - from;
}
