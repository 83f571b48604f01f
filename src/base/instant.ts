/** By how much a clock that only runs is behind the wall clock, ms. */
let origin = performance.timeOrigin;

/**
 * Wall-clock time in ms since the epoch, with fractions. Date.now() knows no fractions, and the clock that does
 * only runs: it does not follow when the wall clock is set, or the machine has slept. So one is kept within the
 * ms that the other shows.
 */
export function instant(): number {
  const wall = Date.now();
  const running = performance.now();
  const at = Math.min(Math.max(origin + running, wall), wall + 0.999);
  origin = at - running;
  return at;
}
