/** Keeps this thread from doing anything else for so long, us: a pause that a timer is too coarse for. */
export function busyFor(us: number): void {
  const end = performance.now() + us / 1000;
  while (performance.now() < end);
}

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Sleeps for about so long, us, without a turn of the event loop. */
export function sleepFor(us: number): void {
  Atomics.wait(nothing, 0, 0, us / 1000);
}
