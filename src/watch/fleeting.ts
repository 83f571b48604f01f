import type { Disposable } from '../base/disposable.ts';
import type { Kinds } from '../locks/kinds/index.ts';
import { keepOpen, type KeptFile } from '../system/files.ts';
import { sightAgain, type Sighting } from './sighting.ts';

/** So many files are kept open at most. */
const mostOpen = 64;

/** So many places are known at which locks were before. */
const mostPlaces = 2000;

/** The events of one folder come within this time, ms, however quickly it went. */
const oneFolderMs = 10;
/** Of a file each event stands for one coming or going: on a busy machine word of them comes so late, ms. */
const oneFileMs = 200;

/** What there is to know of locks that are gone before they can be looked at, or before they say who holds them. */
export class Fleeting implements Disposable {
  readonly #kept = new Map<string, KeptFile>();
  readonly #former = new Map<string, Sighting>();
  /** Until when word of the going of a lock is awaited that is known to be gone, ms of performance.now(). */
  readonly #goesUntil = new Map<string, number>();

  /** A lock was sighted. A new one that says nothing yet is kept open until its next look. */
  sighted({ observation, reading, ...rest }: Sighting, isNew: boolean): void {
    const { path, artifact, identity } = observation;
    this.drop(path);
    this.#former.delete(path);
    // Word of the going of the one before it is taken for word of this one.
    if (isNew) this.#goesUntil.delete(path);
    this.#former.set(path, { observation, reading, ...rest });
    for (const [oldest] of this.#former) {
      if (this.#former.size <= mostPlaces) break;
      this.#former.delete(oldest);
    }
    const isEmpty = artifact.type === 'file' && identity.size === 0n;
    const kept = isNew && isEmpty && this.#kept.size < mostOpen ? keepOpen(path) : null;
    if (kept !== null) this.#kept.set(path, kept);
  }

  /** The lock that was kept open, as it was last; null when it was not kept or is another by now. */
  last(sighting: Sighting, kinds: Kinds): Sighting | null {
    const { path, identity } = sighting.observation;
    const observation = this.#kept.get(path)?.observe();
    return observation === undefined || observation.identity.ino !== identity.ino ? null : sightAgain(sighting, observation, kinds);
  }

  /**
   * Something came or went at a path, and nothing stands there: a lock of the sort that was there before
   * came and went unseen. Each is told once, though its coming and its going are two events: with the first.
   * @param now by performance.now(), ms
   */
  missed(place: string, now: number): Sighting | null {
    const former = this.#former.get(place);
    if (former === undefined) return null;
    const isGoing = now < (this.#goesUntil.get(place) ?? -Infinity);
    if (!isGoing) this.#expectGoing(place, former, now);
    else if (!isFolder(former)) this.#goesUntil.delete(place);
    return isGoing ? null : former;
  }

  /** A lock was found to be gone. @param isTold whether the system has just told of its going */
  released(place: string, isTold: boolean, now: number): void {
    this.drop(place);
    const former = this.#former.get(place);
    // Of a folder more may come, as where its times were changed.
    if (former !== undefined && (!isTold || isFolder(former))) this.#expectGoing(place, former, now);
  }

  /**
   * What was there tells nothing of what comes next: its holder was dead, so that somebody else took it away. More
   * may be heard of that, as of an exchange with a placeholder, and it must not be taken for another lock of the dead.
   */
  forget(place: string): void {
    this.drop(place);
    this.#former.delete(place);
    this.#goesUntil.delete(place);
  }

  #expectGoing(place: string, former: Sighting, now: number): void {
    if (this.#goesUntil.size > mostPlaces) this.#goesUntil.clear();
    this.#goesUntil.set(place, now + (isFolder(former) ? oneFolderMs : oneFileMs));
  }

  drop(place: string): void {
    this.#kept.get(place)?.dispose();
    this.#kept.delete(place);
  }

  dispose(): void {
    for (const kept of this.#kept.values()) kept.dispose();
    this.#kept.clear();
  }
}

export function isFolder({ observation: { artifact } }: Sighting): boolean {
  return artifact.type === 'folder';
}
