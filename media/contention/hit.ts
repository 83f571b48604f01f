import { barAt } from './bars.ts';
import { laneStrip, rowAt, type PlacedRow } from './layout.ts';
import type { Row } from './rows.ts';
import type { Scale } from './scale.ts';

export interface HitInput {
  readonly rows: readonly PlacedRow[];
  readonly scale: Scale;
  /** Where the strips begin, px. */
  readonly left: number;
  readonly now: number;
}

/** What the pointer is on. */
export interface Hit {
  readonly row: Row;
  readonly part: 'chevron' | 'label' | 'strip';
  /** Of the bar there; null when there is none. */
  readonly slot: number | null;
}

/** What lies at a place. @param y from the top of all rows, px */
export function hitAt({ rows, scale, left, now }: HitInput, x: number, y: number): Hit | null {
  const placed = rowAt(rows, y);
  if (placed === undefined) return null;
  const { row } = placed;
  if (x < left) return { row, part: x < 20 ? 'chevron' : 'label', slot: null };
  return { row, part: 'strip', slot: barIn(placed, scale, x - left, y - placed.top, now) };
}

function barIn(placed: PlacedRow, scale: Scale, x: number, y: number, now: number): number | null {
  const { holds, waits } = placed.row;
  const lanes = [...holds.map((lane, at) => ({ lane, strip: laneStrip(placed, 'hold', at) })), ...waits.map((lane, at) => ({ lane, strip: laneStrip(placed, 'wait', at) }))];
  const near = lanes.filter(({ strip }) => y >= strip.top - 1 && y <= strip.top + strip.height + 1);
  for (const { lane } of near) {
    const slot = barAt(lane, scale, x, now);
    if (slot !== null) return slot;
  }
  return null;
}
