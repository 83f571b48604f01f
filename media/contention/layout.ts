import type { Row } from './rows.ts';

/** More rows than these are only counted: nobody reads them, and each costs time to draw. */
export const mostRows = 200;

const padding = 4;
const laneHeights = { hold: 14, wait: 9 } as const;
const areaHeight = 14;
const collapsedHeight = 20;
const leastHeight = 40;

/** A strip of a row; `top` from the row's own top, px. */
export interface Strip {
  readonly top: number;
  readonly height: number;
}

/** Where a row stands. */
export interface PlacedRow {
  readonly row: Row;
  readonly isCollapsed: boolean;
  /** From the top of all rows, px. */
  readonly top: number;
  readonly height: number;
}

/** The rows to draw, one below the other. */
export function placeRows(rows: readonly Row[], isCollapsed: (row: Row) => boolean): readonly PlacedRow[] {
  let top = 0;
  return rows.slice(0, mostRows).map((row) => {
    const placed = { row, isCollapsed: isCollapsed(row), top, height: isCollapsed(row) ? collapsedHeight : heightOf(row) };
    top += placed.height;
    return placed;
  });
}

function heightOf({ holds, waits }: Row): number {
  const area = waits.length > 0 ? areaHeight + 2 : 0;
  return Math.max(leastHeight, 2 * padding + holds.length * laneHeights.hold + waits.length * laneHeights.wait + area);
}

/** Where a lane of a row is drawn; in a collapsed one all lie over each other. */
export function laneStrip(placed: Pick<PlacedRow, 'row' | 'isCollapsed'>, is: 'hold' | 'wait', lane: number): Strip {
  if (placed.isCollapsed) return is === 'hold' ? { top: 3, height: collapsedHeight - 10 } : { top: collapsedHeight - 7, height: 4 };
  const { holds } = placed.row;
  const above = is === 'hold' ? lane * laneHeights.hold : holds.length * laneHeights.hold + lane * laneHeights.wait;
  return { top: padding + above, height: laneHeights[is] - 2 };
}

/** Where a row's waiters are drawn; null when nobody waited there, or it is collapsed. */
export function areaStrip({ row, isCollapsed, height }: PlacedRow): Strip | null {
  if (isCollapsed || row.waits.length === 0) return null;
  return { top: height - padding - areaHeight + 2, height: areaHeight };
}

/** The row at a height, px from the top of all rows; undefined below the last. */
export function rowAt(placed: readonly PlacedRow[], y: number): PlacedRow | undefined {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = placed[middle];
    if (row !== undefined && row.top + row.height <= y) low = middle + 1;
    else high = middle;
  }
  return y < 0 ? undefined : placed[low];
}
