import path from 'node:path';
import { upwards } from '../../base/paths.ts';
import { text, type Text } from '../../base/text.ts';
import { lockStates, type Lock, type LockState } from '../../locks/lock.ts';
import type { LockChange } from '../../watch/inventory.ts';
import { nameHolder } from '../wording.ts';

/** How a file is marked in the explorer. */
export interface Mark {
  /** One or two characters. `L` for a lock, so that no letter of a version control system is taken. */
  readonly badge: string;
  readonly state: LockState;
  /** What locks it, the most urgent first. */
  readonly tooltip: readonly Text[];
}

const mostInTooltip = 3;

const badges: Record<Exclude<LockState, 'idle'>, string> = { held: 'L', stale: 'L!', suspect: 'L?', unknown: 'L~' };

/** A folder's own, in place of the editor's dot, whose colour would be that of any file below. */
const folderBadge = '●';

/** Knows which files are locked, and which folders have locked files below. A change costs the same however many locks there are. */
export class Marks {
  readonly #places = new Map<string, Map<string, Lock>>();
  readonly #folders = new Map<string, Map<LockState, number>>();
  readonly #locks = new Map<string, Lock>();

  /** Takes changes in. @returns the paths whose mark may be another now */
  apply(changes: readonly LockChange[]): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const { type, lock } of changes) {
      const before = this.#locks.get(lock.path);
      if (before !== undefined) this.#forget(before, touched);
      if (type !== 'released' && lock.verdict.state !== 'idle') this.#note(lock, touched);
    }
    return touched;
  }

  /** All paths that are marked. */
  get marked(): readonly string[] {
    return [...this.#places.keys(), ...this.#folders.keys()];
  }

  /** The mark of a path; of several locks on it, or below it, the most urgent one's. */
  of(place: string): Mark | null {
    return this.#ofFile(place) ?? this.#ofFolder(place);
  }

  #ofFolder(place: string): Mark | null {
    const below = this.#folders.get(place);
    const state = lockStates.find((one) => below?.has(one));
    return state === undefined || state === 'idle' ? null : { badge: folderBadge, state, tooltip: [contained[state]] };
  }

  #ofFile(place: string): Mark | null {
    const locks = [...(this.#places.get(place)?.values() ?? [])];
    const rank = ({ verdict }: Lock): number => lockStates.indexOf(verdict.state);
    const state = locks.sort((a, b) => rank(a) - rank(b))[0]?.verdict.state ?? 'idle';
    return state === 'idle' ? null : { badge: badges[state], state, tooltip: locks.slice(0, mostInTooltip).map(inWords) };
  }

  #note(lock: Lock, touched: Set<string>): void {
    this.#locks.set(lock.path, lock);
    for (const place of placesOf(lock)) {
      const there = this.#places.get(place) ?? new Map<string, Lock>();
      this.#places.set(place, there.set(lock.path, lock));
      touched.add(place);
    }
    this.#count(lock, 1, touched);
  }

  #forget(lock: Lock, touched: Set<string>): void {
    this.#locks.delete(lock.path);
    for (const place of placesOf(lock)) {
      const there = this.#places.get(place);
      there?.delete(lock.path);
      if (there?.size === 0) this.#places.delete(place);
      touched.add(place);
    }
    this.#count(lock, -1, touched);
  }

  /** For each folder that the protected file is in. */
  #count({ resource, verdict: { state } }: Lock, by: number, touched: Set<string>): void {
    for (const folder of upwards(path.dirname(resource))) {
      const below = this.#folders.get(folder) ?? new Map<LockState, number>();
      const count = (below.get(state) ?? 0) + by;
      if (count > 0) this.#folders.set(folder, below.set(state, count));
      else below.delete(state);
      if (below.size === 0) this.#folders.delete(folder);
      touched.add(folder);
    }
  }
}

const contained: Record<Exclude<LockState, 'idle'>, Text> = {
  held: text('Something in it is locked'),
  stale: text('A stale lock is in it'),
  suspect: text('A lock that looks abandoned is in it'),
  unknown: text('A lock of which nothing is known is in it'),
};

/** The protected file, and the lock's own: what it protects need not be there. */
function placesOf(lock: Lock): readonly string[] {
  return lock.resource === lock.path ? [lock.path] : [lock.resource, lock.path];
}

/** A lock on the file in a few words: "Git index lock, held by git commit (4312)". */
function inWords({ verdict, holder, title }: Lock): Text {
  switch (verdict.state) {
    case 'held':
      return holder === null ? text('{title}, held', { title }) : text('{title}, held by {holder}', { title, holder: nameHolder(holder) });
    case 'stale':
      return text('{title}, stale: its holder is gone', { title });
    case 'suspect':
      return text('{title}, looks abandoned', { title });
    case 'unknown':
      return text('{title}, not known whether it is held', { title });
    case 'idle':
      return text('{title}, held by nobody', { title });
  }
}
