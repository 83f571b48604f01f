import type { Observation } from '../locks/observation.ts';
import { longestTickMs, momentOf, type Heard, type Moment } from './moment.ts';

/** Who is told of a lock so long after its birth, ms, did not see it being made. */
const lateMs = 1000;

/** By how much two clocks of one machine may differ, ms. */
const clocksMs = 0.5;

/** So many times are remembered of each file system. */
const mostLags = 31;

/** A file system whose times are nearly always this close to when word comes, ms, has exact ones: Linux since 6.13, where somebody looked at the time before. */
const exactMs = 0.75;
const nearlyAlways = 0.9;

/** Half a tick of most systems: that is how far coarse times are behind, ms. */
const usualLagMs = 2;

/** Tells when locks were made and released, and learns of each file system how exact its times are. */
export class FileTimes {
  readonly #lags = new Map<bigint, number[]>();

  /**
   * When a lock was made that is seen for the first time; null where it has been there for long.
   * @param folderChangedAt the file system's time of the last change in its folder, ms since the epoch; null where that cannot be seen
   * @param isReplacing whether it stands where another did a moment ago: then nobody has made it elsewhere and put it there since
   */
  birth(heard: Heard, { bornAt, changedAt, identity }: Observation, folderChangedAt: number | null, isReplacing = false): Moment | null {
    if (heard.at - changedAt > lateMs) return null;
    const byEar = bornAt === null ? null : heardBetween(heard, bornAt, bornAt);
    if (byEar !== null) return byEar;
    const isFolders = bornAt !== null && folderChangedAt !== null && folderChangedAt >= bornAt && folderChangedAt - bornAt <= longestTickMs;
    const noted = isFolders ? folderChangedAt : bornAt === null || (changedAt - bornAt > longestTickMs && !isReplacing) ? null : bornAt;
    return this.#moment(heard, noted, identity.dev);
  }

  /** When a lock was released that is not found any more. @param at when it was made, and seen to stand, ms since the epoch; for the others see `birth` */
  release(heard: Heard, dev: bigint, folderChangedAt: number | null, at: { readonly made: number; readonly stood: number }): Moment {
    const byEar = heardBetween(heard, Math.max(at.made, at.stood), folderChangedAt ?? heard.at);
    return byEar ?? this.#moment(heard, folderChangedAt !== null && folderChangedAt < at.made ? null : folderChangedAt, dev);
  }

  /**
   * When a lock was released in whose place another stands by now: after it was made, and before the other was.
   * @param byEar when something last came or went there before that, ms since the epoch; null where nobody heard
   */
  replaced(heard: Heard, { bornAt }: Observation, byEar: number | null, after: number): Moment {
    const before = Math.min(heard.at, (bornAt ?? heard.at) + longestTickMs);
    if (byEar !== null && byEar > after && byEar < before) return { at: byEar, timing: 'seen' };
    return { at: Math.max(Math.min(heard.at, bornAt ?? heard.at), after), timing: 'sampled' };
  }

  /**
   * When a lock came and went that nobody has seen.
   * @param came word of its coming
   * @param wentByEar when something next came or went there, ms since the epoch; null where nobody heard
   */
  missed({ at, byEar = null }: Heard, wentByEar: number | null): readonly [Moment, Moment] {
    if (byEar !== null && wentByEar !== null && wentByEar >= byEar) {
      return [{ at: byEar, timing: 'seen' }, { at: wentByEar, timing: 'seen' }];
    }
    const moment: Moment = { at: byEar ?? at, timing: 'glimpsed' };
    return [moment, moment];
  }

  #moment(heard: Heard, noted: number | null, dev: bigint): Moment {
    if (noted !== null && heard.mayWaitSince === null) this.#learn(dev, heard.at - noted);
    return { at: momentOf(heard, noted, this.#lagOf(dev)), timing: 'seen' };
  }

  #learn(dev: bigint, lagMs: number): void {
    const lags = this.#lags.get(dev) ?? [];
    if (lagMs >= 0 && lagMs < lateMs) lags.push(lagMs);
    if (lags.length > mostLags) lags.shift();
    this.#lags.set(dev, lags);
  }

  /** The median, or 0; before there are enough of them, what is usual. */
  #lagOf(dev: bigint): number {
    const lags = (this.#lags.get(dev) ?? []).toSorted((a, b) => a - b);
    if (lags.length < mostLags) return usualLagMs;
    return (lags[Math.floor(nearlyAlways * mostLags)] ?? usualLagMs) < exactMs ? 0 : (lags[Math.floor(mostLags / 2)] ?? usualLagMs);
  }
}

/** When the ear heard it, if that can be: between two times of the file system, ms since the epoch, that may be a tick behind, and before word of it came. */
function heardBetween({ at, byEar = null }: Heard, after: number, before: number): Moment | null {
  return byEar !== null && byEar <= at && byEar >= after - clocksMs && byEar <= before + longestTickMs ? { at: byEar, timing: 'seen' } : null;
}
