/** When something happened to a lock. */
export interface Moment {
  /** ms since the epoch, with fractions. */
  readonly at: number;
  /** 'seen': within 1 ms or so, unless it had to wait to be heard. 'sampled': it was so at this time already, or still. 'glimpsed': the lock came and went unseen at about this time. */
  readonly timing: 'seen' | 'sampled' | 'glimpsed';
}

/** When word of something came, ms since the epoch. */
export interface Heard {
  readonly at: number;
  /** Since when it may have waited to be heard; null when it came at once. */
  readonly mayWaitSince: number | null;
  /** When somebody who does nothing but listen heard it; null where nobody did. */
  readonly byEar?: number | null;
}

/** How far a time of the file system may be behind: it is taken from a clock that the kernel sets at each of its ticks, 100 to 1000 a second. */
export const longestTickMs = 10;

/**
 * When something happened, from when it was heard and what the file system noted of it. Neither is exact: word may
 * come late, and the file system's clock may be coarse.
 * @param noted the file system's time of it, ms since the epoch; null where it notes none
 * @param lagMs how far such times are usually behind when word comes at once; 0 where they are exact
 * @returns ms since the epoch
 */
export function momentOf({ at, mayWaitSince }: Heard, noted: number | null, lagMs: number): number {
  if (noted !== null && noted > at) return at;
  if (noted !== null && lagMs === 0) return noted;
  const isPrompt = mayWaitSince === null && (noted === null || at - noted <= longestTickMs);
  if (isPrompt) return at;
  const earliest = Math.max(noted ?? -Infinity, mayWaitSince ?? -Infinity);
  return Math.min(at, earliest + lagMs);
}
