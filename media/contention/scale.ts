/** A stretch of time, ms since the epoch. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Nothing shorter is shown, ms: 10 µs, below which no time that we have means anything. */
const shortest = 0.01;
/** Nor anything longer: 400 days. */
const longest = 400 * 24 * 3600 * 1000;

/** Time on a strip of a width in CSS pixels. */
export class Scale {
  readonly range: Range;
  readonly width: number;
  /** Pixels in a ms. */
  readonly pace: number;

  constructor(range: Range, width: number) {
    this.range = range;
    this.width = width;
    this.pace = width / (range.to - range.from);
  }

  x(time: number): number {
    return (time - this.range.from) * this.pace;
  }

  time(x: number): number {
    return this.range.from + x / this.pace;
  }
}

/** The range shrunk (factor below 1) or stretched about a time that stays where it is. */
export function zoomed({ from, to }: Range, about: number, factor: number): Range {
  const length = Math.min(longest, Math.max(shortest, (to - from) * factor));
  const share = (about - from) / (to - from);
  const start = about - share * length;
  return { from: start, to: start + length };
}

/** The range moved by ms. */
export function panned({ from, to }: Range, by: number): Range {
  return { from: from + by, to: to + by };
}

/** The range moved as little as needed for a span to be seen; of one longer than the range its start. */
export function showing(range: Range, from: number, to: number): Range {
  const margin = (range.to - range.from) * 0.05;
  if (from < range.to && to > range.from) return range;
  return from >= range.to ? panned(range, Math.min(to, from + (range.to - range.from) * 0.8) - range.to + margin) : panned(range, from - range.from - margin);
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000];

/** A round length, ms, such that marks at its multiples stand at least `pixels` apart. */
export function tickStep(scale: Scale, pixels: number): number {
  const least = pixels / scale.pace;
  const known = steps.find((step) => step >= least);
  if (least > 1 && known !== undefined) return known;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least) ?? least;
}
