import type { Observation } from '../locks/observation.ts';

/** When something happened to a lock. */
export interface Moment {
  /** ms since the epoch, with fractions. */
  readonly at: number;
  /** 'seen': within 1 ms or so, unless it had to wait to be heard. 'sampled': it was so at this time already, or still. 'glimpsed': the lock came and went unseen at about this time. */
  readonly timing: 'seen' | 'sampled' | 'glimpsed';
}

/** When word of it came, ms since the epoch. */
export interface Heard {
  readonly at: number;
  /** Since when it may have waited to be heard; null when it came at once. */
  readonly mayWaitSince: number | null;
}

/** How far a time of the file system may be behind: it is taken from a clock that the kernel sets at each of its ticks, 100 to 1000 a second. */
const longestTickMs = 10;
/** That of most systems. */
const usualTickMs = 4;

/**
 * When something happened, from when it was heard and what the file system noted of it. Neither is exact: word may
 * come late, and the file system's clock is coarse.
 * @param noted the file system's time of it, ms since the epoch: it happened then or a tick later; null where it notes none
 * @param latest the file system's time of something that came after it or is it
 * @returns ms since the epoch
 */
export function momentOf({ at, mayWaitSince }: Heard, noted: number | null, latest: number | null = noted): number {
  const isPrompt = mayWaitSince === null && (latest === null || at <= latest + longestTickMs);
  if (isPrompt || at < (noted ?? at)) return at;
  const earliest = Math.max(noted ?? -Infinity, mayWaitSince ?? -Infinity);
  return Number.isFinite(earliest) ? (earliest + Math.min(at, earliest + usualTickMs)) / 2 : at;
}

/** Who is told of a lock so long after its birth, ms, did not see it being made. */
const lateMs = 1000;

/** When a lock was made that was seen for the first time; null where it had been there for long. */
export function birthMoment(heard: Heard, { bornAt, changedAt }: Observation): Moment | null {
  return heard.at - changedAt > lateMs ? null : { at: momentOf(heard, bornAt, changedAt), timing: 'seen' };
}

/** When a lock was released that was not found any more. @param folderChangedAt the file system's time of the last change in its folder, ms since the epoch; null where that is gone too */
export function releaseMoment(heard: Heard, folderChangedAt: number | null): Moment {
  return { at: momentOf(heard, folderChangedAt), timing: 'seen' };
}
