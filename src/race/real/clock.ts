/**
 * Ms of the machine's monotonic clock, which all processes share: what two of them read can be compared. As exact as
 * the clock itself; performance.now() counts from a start of its own, and a start found out by asking both clocks once
 * was seen to be wrong by 1 to 11 ms, which is as long as several holds.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
