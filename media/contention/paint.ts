import { isWait, readFlags } from '../../src/protocol/span-columns.ts';
import { eachBar, merged } from './bars.ts';
import { areaStrip, laneStrip, type PlacedRow, type Strip } from './layout.ts';
import { cutMiddle, nameActor, shortPath } from './names.ts';
import type { Grouping } from './rows.ts';
import type { Scale } from './scale.ts';
import type { SpanStore } from './store.ts';
import type { Theme } from './theme.ts';

/** What a row's bars are painted with; `left` and `top` are where its strip begins, CSS px. */
export interface Brush {
  readonly canvas: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly hatch: CanvasPattern | string;
  readonly scale: Scale;
  readonly store: SpanStore;
  readonly by: Grouping;
  readonly left: number;
  /** ms since the epoch. */
  readonly now: number;
  readonly selected: number | null;
}

/** Bars from this width on have their actor's name in them, px. */
const namedWidth = 64;

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly slot: number;
}

/** The holds, waits and waiters of a row. @param top of the row on the canvas */
export function paintRow(placed: PlacedRow, top: number, brush: Brush): void {
  paintWaiters(placed, top, brush);
  placed.row.holds.forEach((lane, at) => paintLane(barsIn(lane, brush), 'hold', laneStrip(placed, 'hold', at), top, brush));
  placed.row.waits.forEach((lane, at) => paintLane(barsIn(lane, brush), 'wait', laneStrip(placed, 'wait', at), top, brush));
}

function barsIn(lane: Parameters<typeof eachBar>[0], { scale, now, left }: Brush): readonly Bar[] {
  const bars: Bar[] = [];
  eachBar(lane, scale, now, (x, width, slot) => bars.push({ x: left + x, width, slot }));
  return bars;
}

/** Holds are filled, waits hatched with an outline, so that no colour is needed to tell them apart. */
function paintLane(bars: readonly Bar[], is: 'hold' | 'wait', strip: Strip, top: number, brush: Brush): void {
  const { canvas, theme, hatch, store, selected } = brush;
  const y = top + strip.top;
  const glimpsed = bars.filter(({ slot }) => slot !== merged && readFlags(store.flagsOf(slot)).certainty === 'glimpsed');
  const lasting = bars.filter((bar) => !glimpsed.includes(bar));
  canvas.fillStyle = is === 'hold' ? theme.hold : hatch;
  canvas.strokeStyle = is === 'hold' ? theme.hold : theme.wait;
  canvas.globalAlpha = is === 'hold' && !theme.isHighContrast ? 0.5 : 1;
  canvas.beginPath();
  for (const { x, width } of lasting) canvas.rect(x, y, width, strip.height);
  if (!(theme.isHighContrast && is === 'hold')) canvas.fill();
  canvas.globalAlpha = 1;
  edges(canvas, lasting, y, strip.height, is);
  diamonds(canvas, glimpsed, y, strip.height);
  if (strip.height >= 11) names(lasting, y, strip.height, brush);
  for (const { x, width, slot } of bars) if (slot === selected && slot !== merged) ring(canvas, theme, x, y, width, strip.height);
}

/** A line about a wait; of a hold its two ends. What is merged is dense enough as it is. */
function edges(canvas: CanvasRenderingContext2D, bars: readonly Bar[], y: number, height: number, is: 'hold' | 'wait'): void {
  canvas.lineWidth = 1;
  canvas.beginPath();
  for (const { x, width, slot } of bars) {
    if (is === 'wait' || slot !== merged) canvas.rect(x + 0.5, y + 0.5, Math.max(width - 1, 0.5), height - 1);
    else canvas.rect(x, y + height / 2 - 0.5, width, 1);
  }
  canvas.stroke();
}

/** Of what was only glimpsed, the length is not known, and none is drawn. */
function diamonds(canvas: CanvasRenderingContext2D, bars: readonly Bar[], y: number, height: number): void {
  if (bars.length === 0) return;
  const half = Math.min(4, height / 2);
  canvas.beginPath();
  for (const { x } of bars) {
    canvas.moveTo(x, y + height / 2 - half);
    canvas.lineTo(x + half, y + height / 2);
    canvas.lineTo(x, y + height / 2 + half);
    canvas.lineTo(x - half, y + height / 2);
    canvas.closePath();
  }
  canvas.stroke();
}

function ring(canvas: CanvasRenderingContext2D, theme: Theme, x: number, y: number, width: number, height: number): void {
  canvas.strokeStyle = theme.selection;
  canvas.lineWidth = 2;
  canvas.strokeRect(x - 2, y - 2, Math.max(width, 2) + 4, height + 4);
  canvas.lineWidth = 1;
}

function names(bars: readonly Bar[], y: number, height: number, { canvas, theme, store, by, left, scale }: Brush): void {
  canvas.fillStyle = theme.foreground;
  canvas.font = `10px ${theme.font.replace(/^\S+ /, '')}`;
  canvas.textBaseline = 'middle';
  for (const { x, width, slot } of bars) {
    if (slot === merged || width < namedWidth || isWait(store.flagsOf(slot))) continue;
    const start = Math.max(x, left) + 4;
    const room = Math.min(x + width, left + scale.width) - start - 4;
    const name = by === 'lock' ? nameActor(store.actorAt(store.actorOf(slot))) : shortPath(store.locks[store.lockOf(slot)]?.resource ?? '');
    if (name !== null && room >= namedWidth - 12) canvas.fillText(shortened(canvas, name, room), start, y + height / 2 + 0.5);
  }
}

/** A text with its middle cut out so that it fits. @param room px */
export function squeezed(canvas: CanvasRenderingContext2D, text: string, room: number): string {
  if (canvas.measureText(text).width <= room) return text;
  let length = Math.min(text.length, Math.max(2, Math.floor(room / canvas.measureText('n').width) + 2));
  while (length > 2 && canvas.measureText(cutMiddle(text, length)).width > room) length -= 1;
  return cutMiddle(text, length);
}

/** A text cut so that it fits, with an ellipsis. @param room px */
function shortened(canvas: CanvasRenderingContext2D, text: string, room: number): string {
  if (canvas.measureText(text).width <= room) return text;
  const letter = canvas.measureText('n').width;
  let length = Math.min(text.length, Math.max(1, Math.floor(room / letter)));
  while (length > 1 && canvas.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}

function paintWaiters(placed: PlacedRow, top: number, { canvas, theme, scale, left, now }: Brush): void {
  const strip = areaStrip(placed);
  const steps = placed.row.waiters(Math.min(now, Date.now()));
  if (strip === null || steps === null || steps.most === 0) return;
  const counts = steps.perPixel(scale, now);
  const bottom = top + strip.top + strip.height;
  const unit = strip.height / Math.max(2, steps.most);
  canvas.fillStyle = theme.waiters;
  for (const { from, to, count } of stretches(counts)) {
    const y = bottom - count * unit;
    canvas.globalAlpha = theme.isHighContrast ? 0.4 : 0.25;
    canvas.fillRect(left + from, y, to - from, bottom - y);
    canvas.globalAlpha = 1;
    canvas.fillRect(left + from, y, to - from, 1);
  }
}

/** Pixels beside each other with the same number of waiters; none without. */
function* stretches(counts: Uint32Array): Generator<{ readonly from: number; readonly to: number; readonly count: number }> {
  let from = 0;
  for (let x = 1; x <= counts.length; x++) {
    const count = counts[from] ?? 0;
    if (counts[x] === count) continue;
    if (count > 0) yield { from, to: x, count };
    from = x;
  }
}

/** The hatching of waits, in the theme's colour. @param pixels device pixels in a CSS pixel */
export function hatching(canvas: CanvasRenderingContext2D, colour: string, pixels: number): CanvasPattern | string {
  const size = Math.max(4, Math.round(5 * pixels));
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const brush = tile.getContext('2d');
  if (brush === null) return colour;
  brush.strokeStyle = colour;
  brush.lineWidth = Math.max(1, pixels);
  for (const offset of [-size, 0, size]) {
    brush.moveTo(offset, size);
    brush.lineTo(offset + size, 0);
  }
  brush.stroke();
  const pattern = canvas.createPattern(tile, 'repeat');
  // The canvas is scaled to CSS pixels, the tile is made of the device's.
  pattern?.setTransform(new DOMMatrix().scale(1 / pixels));
  return pattern ?? colour;
}
