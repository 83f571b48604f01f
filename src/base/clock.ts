/** Where the time comes from. Tests give their own. */
export interface Clock {
  /** Wall-clock time in ms since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
