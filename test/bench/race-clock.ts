import os from 'node:os';

/** What some work took: by the clock on the wall, and processor time of all threads, both in seconds. */
export interface Took {
  readonly wall: number;
  readonly processor: number;
}

/** Does some work. On a machine that others use too, its processor time is what can be compared. */
export function timed<T>(work: () => T): Took & { readonly result: T } {
  const [before, began] = [process.cpuUsage(), performance.now()];
  const result = work();
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { result, wall, processor: (user + system) / 1e6 };
}

/** The same for work that waits. */
export async function timedAsync<T>(work: () => Promise<T>): Promise<Took & { readonly result: T }> {
  const [before, began] = [process.cpuUsage(), performance.now()];
  const result = await work();
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { result, wall, processor: (user + system) / 1e6 };
}

export function load(): string {
  return `load ${os.loadavg().map((each) => each.toFixed(1)).join(', ')} on ${os.availableParallelism()} processors`;
}

/** "1.25 million", "340 thousand". */
export function many(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(2)} million` : count >= 1e4 ? `${(count / 1000).toFixed(0)} thousand` : count.toFixed(0);
}

export function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(seconds < 0.1 ? 2 : 0)} ms`;
}
