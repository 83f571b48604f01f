/** From values to pixels. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly isLog: boolean;
}

/** The least ratio of the largest to the smallest value for which a scale is logarithmic. */
const logRatio = 30;

/** A scale for values that are compared: linear from 0 on, or logarithmic where the small ones would not be seen. */
export function scaleFor(values: readonly number[], from: number, to: number, count: number): Scale {
  const positive = values.filter((value) => value > 0);
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  if (positive.length === 0) return linear(1, from, to, count);
  return most / least >= logRatio ? logarithmic(least, most, from, to, count) : linear(most, from, to, count);
}

/** From 0 to the first tick at or above `most`. */
export function linear(most: number, from: number, to: number, count: number): Scale {
  const step = niceStep(most / Math.max(count, 1));
  const end = Math.ceil(most / step - 1e-9) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, at) => at * step);
  return { at: (value) => from + (value / end) * (to - from), ticks, isLog: false };
}

/** Between whole steps of 1, 2 and 5 times a power of ten around the values. Values of 0 or less are at its start. */
export function logarithmic(least: number, most: number, from: number, to: number, count: number): Scale {
  const [start, end] = [floorOf(least), ceilOf(most)];
  const [low, high] = [Math.log(start), Math.log(end)];
  const at = (value: number): number => from + ((Math.log(Math.max(value, start)) - low) / (high - low)) * (to - from);
  return { at, ticks: thinned(stepsBetween(start, end), count), isLog: true };
}

/** Where a few counts stand: logarithmic, so that doublings are as far apart as each other. */
export function countScale(counts: readonly number[], from: number, to: number): Scale {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (!(most > least)) return { at: () => (from + to) / 2, ticks: counts, isLog: false };
  const at = (value: number): number => from + (Math.log(value / least) / Math.log(most / least)) * (to - from);
  return { at, ticks: counts, isLog: true };
}

/** 1, 2 or 5 times a power of ten, at or above the value. */
function niceStep(value: number): number {
  return ceilOf(value);
}

const leading = [1, 2, 5, 10] as const;

function ceilOf(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (leading.find((each) => each * power >= value * (1 - 1e-9)) ?? 10) * power;
}

function floorOf(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (leading.findLast((each) => each * power <= value * (1 + 1e-9)) ?? 1) * power;
}

function stepsBetween(start: number, end: number): readonly number[] {
  const steps: number[] = [];
  for (let power = Math.floor(Math.log10(start)); power <= Math.ceil(Math.log10(end)); power += 1) {
    for (const each of [1, 2, 5]) steps.push(each * 10 ** power);
  }
  return steps.filter((step) => step >= start * (1 - 1e-9) && step <= end * (1 + 1e-9));
}

/** Powers of ten alone where there are more steps than fit, then every so many of them. */
function thinned(steps: readonly number[], count: number): readonly number[] {
  if (steps.length <= count) return steps;
  const powers = steps.filter((step) => Math.abs(Math.log10(step) - Math.round(Math.log10(step))) < 1e-9);
  const every = Math.ceil(powers.length / Math.max(count, 1));
  return powers.filter((_, at) => at % every === 0);
}
