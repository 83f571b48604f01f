import type { Lane } from './lane.ts';
import type { Scale } from './scale.ts';

/** What stands for many spans in a place too narrow to tell them apart. */
export const merged = -1;

/** Bars narrower than this, px, are merged with their neighbours in the same column. */
const narrow = 3;
const leastWidth = 2;

/** @param slot of the span; `merged` for several */
export type DrawBar = (x: number, width: number, slot: number) => void;

/**
 * The bars of a lane within the scale's range, from left to right. The number of steps depends on the pixels,
 * not on the spans: where many fall on one column, they are skipped by binary search and drawn as one bar,
 * which covers just what they cover together.
 */
export function eachBar(lane: Lane, scale: Scale, now: number, draw: DrawBar): void {
  const { range, width } = scale;
  const run = new Run(draw);
  let position = lane.firstReaching(range.from);
  while (position < lane.size && lane.fromAt(position) < range.to) {
    const left = Math.max(scale.x(lane.fromAt(position)), -narrow);
    const right = Math.min(scale.x(Math.min(lane.toAt(position), now)), width + narrow);
    const next = afterColumn(lane, scale, position, left);
    const isOne = next - position === 1;
    if (isOne && right - left >= narrow) {
      run.end();
      draw(left, right - left, lane.slotAt(position));
    } else {
      const reach = scale.x(Math.min(isOne ? lane.toAt(position) : lane.reachAt(next - 1), now));
      run.add(left, Math.max(left + leastWidth, Math.min(reach, width + narrow)), isOne ? lane.slotAt(position) : merged);
    }
    position = next;
  }
  run.end();
}

/** The position after the spans that start in the same column of pixels; a wide one that follows narrow ones stands for itself. */
function afterColumn(lane: Lane, scale: Scale, position: number, left: number): number {
  const next = Math.max(position + 1, lane.firstFrom(scale.time(Math.floor(left) + 1), position + 1));
  const last = next - 1;
  const isWide = (at: number): boolean => (lane.toAt(at) - lane.fromAt(at)) * scale.pace >= narrow;
  return last > position && isWide(last) && !isWide(position) ? last : next;
}

/** Narrow bars that touch, drawn as one. */
class Run {
  readonly #draw: DrawBar;
  #left = 0;
  #right = Number.NEGATIVE_INFINITY;
  #slot = merged;

  constructor(draw: DrawBar) {
    this.#draw = draw;
  }

  add(left: number, right: number, slot: number): void {
    if (left <= this.#right + 0.5) {
      this.#right = Math.max(this.#right, right);
      this.#slot = merged;
      return;
    }
    this.end();
    this.#left = left;
    this.#right = right;
    this.#slot = slot;
  }

  end(): void {
    if (this.#right > this.#left) this.#draw(this.#left, this.#right - this.#left, this.#slot);
    this.#right = Number.NEGATIVE_INFINITY;
  }
}

/** The span nearest to a place, at most `tolerance` px away; null when there is none. */
export function barAt(lane: Lane, scale: Scale, x: number, now: number, tolerance = 3): number | null {
  const earliest = scale.time(x - tolerance);
  let best: number | null = null;
  let bestDistance = tolerance;
  let position = lane.firstFrom(scale.time(x + tolerance)) - 1;
  for (let looked = 0; position >= 0 && looked < 64 && lane.reachAt(position) >= earliest; position--, looked++) {
    const left = scale.x(lane.fromAt(position));
    const right = Math.max(left + leastWidth, scale.x(Math.min(lane.toAt(position), now)));
    const distance = Math.max(left - x, x - right, 0);
    if (distance > bestDistance || (best !== null && distance === bestDistance)) continue;
    best = lane.slotAt(position);
    bestDistance = distance;
  }
  return best;
}
