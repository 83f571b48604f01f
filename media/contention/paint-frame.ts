import type { PlacedRow } from './layout.ts';
import { formatTime } from './names.ts';
import { paintRow, squeezed, type Brush } from './paint.ts';
import { tickStep } from './scale.ts';

/** Height of the axis of time, px. */
export const axisHeight = 24;

/** What is drawn beside and around the rows. */
export interface Frame {
  readonly brush: Brush;
  readonly rows: readonly PlacedRow[];
  readonly width: number;
  readonly height: number;
  /** px that the rows are scrolled. */
  readonly scrollTop: number;
  readonly selectedRow: string | null;
  /** What a row's second line says. */
  readonly describe: (row: PlacedRow) => string;
  /** ms since the epoch; where a line stands for now, none when not finite. */
  readonly now: number;
}

/** Draws the timeline: rows, their names, and the axis. */
export function paintFrame(frame: Frame): void {
  const { brush: { canvas, theme }, width, height } = frame;
  canvas.fillStyle = theme.background;
  canvas.fillRect(0, 0, width, height);
  paintAxis(frame);
  canvas.save();
  canvas.beginPath();
  canvas.rect(0, axisHeight, width, height - axisHeight);
  canvas.clip();
  for (const placed of seenRows(frame)) paintPlaced(placed, frame);
  canvas.restore();
  paintNow(frame);
}

function seenRows({ rows, scrollTop, height }: Frame): readonly PlacedRow[] {
  return rows.filter(({ top, height: own }) => top + own > scrollTop && top < scrollTop + height - axisHeight);
}

function paintPlaced(placed: PlacedRow, frame: Frame): void {
  const { brush, width, scrollTop, selectedRow } = frame;
  const { canvas, theme, left } = brush;
  const top = axisHeight + placed.top - scrollTop;
  if (placed.row.key === selectedRow) {
    canvas.fillStyle = theme.rowSelection;
    canvas.fillRect(0, top, width, placed.height);
  }
  canvas.fillStyle = theme.border;
  canvas.globalAlpha = theme.isHighContrast ? 1 : 0.5;
  canvas.fillRect(0, top + placed.height - 1, width, 1);
  canvas.globalAlpha = 1;
  canvas.save();
  canvas.beginPath();
  canvas.rect(left, top, width - left, placed.height);
  canvas.clip();
  paintRow(placed, top, brush);
  canvas.restore();
  paintLabel(placed, top, frame);
}

function paintLabel(placed: PlacedRow, top: number, { brush: { canvas, theme, left }, describe }: Frame): void {
  canvas.textBaseline = 'middle';
  canvas.font = theme.font;
  canvas.fillStyle = theme.foreground;
  chevron(canvas, 8, top + 11, placed.isCollapsed);
  canvas.fillText(squeezed(canvas, placed.row.label, left - 34), 22, top + 11);
  if (placed.isCollapsed) return;
  canvas.fillStyle = theme.description;
  canvas.font = theme.font.replace(/^\S+/, '11px');
  canvas.fillText(squeezed(canvas, describe(placed), left - 34), 22, top + 28);
}

function chevron(canvas: CanvasRenderingContext2D, x: number, y: number, isCollapsed: boolean): void {
  canvas.strokeStyle = canvas.fillStyle;
  canvas.lineWidth = 1.2;
  canvas.beginPath();
  for (const [dx, dy] of isCollapsed ? [[1, -4], [5, 0], [1, 4]] : [[-1, -2], [3, 2], [7, -2]]) canvas.lineTo(x + (dx ?? 0), y + (dy ?? 0));
  canvas.stroke();
  canvas.lineWidth = 1;
}

function paintAxis({ brush: { canvas, theme, scale, left }, width, height }: Frame): void {
  const step = tickStep(scale, 90);
  canvas.font = theme.font.replace(/^\S+/, '11px');
  canvas.textBaseline = 'middle';
  // Hours and days are round by the user's clock.
  const zone = new Date(scale.range.from).getTimezoneOffset() * 60_000;
  for (let time = Math.ceil((scale.range.from - zone) / step) * step + zone; time < scale.range.to; time += step) {
    const x = Math.round(left + scale.x(time));
    canvas.fillStyle = theme.border;
    canvas.globalAlpha = theme.isHighContrast ? 0.25 : 0.35;
    canvas.fillRect(x, axisHeight - 6, 1, height);
    canvas.globalAlpha = 1;
    canvas.fillStyle = theme.description;
    const label = formatTime(time, step);
    if (x + 4 + canvas.measureText(label).width <= width) canvas.fillText(label, x + 4, axisHeight / 2 - 2);
  }
  canvas.fillStyle = theme.border;
  canvas.fillRect(0, axisHeight - 1, width, 1);
  canvas.fillRect(left - 1, axisHeight, 1, height);
}

function paintNow({ brush: { canvas, theme, scale, left }, now, width, height }: Frame): void {
  const x = left + scale.x(now);
  if (!Number.isFinite(x) || x < left || x > width) return;
  canvas.fillStyle = theme.now;
  canvas.fillRect(Math.round(x), axisHeight - 6, 1, height);
}
