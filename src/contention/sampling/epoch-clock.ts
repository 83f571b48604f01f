import { instant } from '../../base/instant.ts';
import type { LookTime } from './presence.ts';

/** Tells moments of performance.now() in ms since the epoch, with fractions, by the same clock as all that is told of locks. */
export class EpochClock {
  /** @param began and @param done ms of performance.now(), a moment ago */
  between(began: number, done: number): LookTime {
    const origin = instant() - performance.now();
    return { began: origin + began, done: origin + done };
  }
}
