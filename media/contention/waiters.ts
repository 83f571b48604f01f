import type { Lane } from './lane.ts';
import type { Scale } from './scale.ts';

const block = 64;

/** How many waited, over time: a step for each change. */
export class WaiterSteps {
  readonly #times: Float64Array;
  readonly #counts: Uint32Array;
  /** The most in each block of steps. */
  readonly #blocks: Uint32Array;
  /** The most at any time. */
  readonly most: number;

  constructor(lanes: readonly Lane[]) {
    const { times, counts } = stepsOf(lanes);
    this.#times = times;
    this.#counts = counts;
    this.#blocks = new Uint32Array(Math.ceil(counts.length / block));
    counts.forEach((count, step) => {
      const at = Math.floor(step / block);
      this.#blocks[at] = Math.max(this.#blocks[at] ?? 0, count);
    });
    this.most = this.#blocks.reduce((most, count) => Math.max(most, count), 0);
  }

  /** The most that waited at once in each pixel of the scale, up to now; 0 after it. */
  perPixel(scale: Scale, now: number): Uint32Array {
    const pixels = new Uint32Array(Math.ceil(scale.width));
    const last = Math.min(pixels.length, Math.ceil(scale.x(now)));
    let step = this.#after(scale.range.from);
    for (let x = 0; x < last; x++) {
      const next = this.#after(scale.time(x + 1), step);
      pixels[x] = Math.max(this.#counts[step - 1] ?? 0, this.#mostOf(step, next));
      step = next;
    }
    return pixels;
  }

  /** The first step later than a time. */
  #after(time: number, low = 0): number {
    // Most pixels hold no step at all.
    if (!((this.#times[low] ?? Number.POSITIVE_INFINITY) <= time)) return low;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #mostOf(start: number, end: number): number {
    let most = 0;
    for (let step = start; step < end; ) {
      const isWhole = step % block === 0 && step + block <= end;
      most = Math.max(most, (isWhole ? this.#blocks[step / block] : this.#counts[step]) ?? 0);
      step += isWhole ? block : 1;
    }
    return most;
  }
}

function stepsOf(lanes: readonly Lane[]): { readonly times: Float64Array; readonly counts: Uint32Array } {
  const size = lanes.reduce((sum, lane) => sum + lane.size, 0);
  const starts = new Float64Array(size);
  const ends = new Float64Array(size);
  let at = 0;
  for (const lane of lanes) {
    for (let position = 0; position < lane.size; position++, at++) {
      starts[at] = lane.fromAt(position);
      ends[at] = lane.toAt(position);
    }
  }
  starts.sort();
  ends.sort();
  return counted(starts, ends);
}

function counted(starts: Float64Array, ends: Float64Array): { readonly times: Float64Array; readonly counts: Uint32Array } {
  const times = new Float64Array(starts.length * 2);
  const counts = new Uint32Array(starts.length * 2);
  let started = 0;
  let ended = 0;
  for (let step = 0; step < times.length; step++) {
    const start = starts[started] ?? Number.POSITIVE_INFINITY;
    const end = ends[ended] ?? Number.POSITIVE_INFINITY;
    // One that goes as another comes does not count beside it.
    if (end <= start && ended < started) ended += 1;
    else started += 1;
    times[step] = Math.min(start, end);
    counts[step] = started - ended;
  }
  return { times, counts };
}
