import { text, type Text } from '../../base/text.ts';
import type { Lock, LockState } from '../../locks/lock.ts';
import type { LockChange } from '../../watch/inventory.ts';
import { statesToActOn } from '../states.ts';
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

/** Knows which files are locked. A change costs the same however many locks there are. */
export class Marks {
  readonly #places = new Map<string, Map<string, Lock>>();
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
  get marked(): Iterable<string> {
    return this.#places.keys();
  }

  /** The mark of a path; of several locks on it the most urgent one's. */
  of(place: string): Mark | null {
    const locks = [...(this.#places.get(place)?.values() ?? [])];
    const rank = ({ verdict }: Lock): number => statesToActOn.indexOf(verdict.state);
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
  }

  #forget(lock: Lock, touched: Set<string>): void {
    this.#locks.delete(lock.path);
    for (const place of placesOf(lock)) {
      const there = this.#places.get(place);
      there?.delete(lock.path);
      if (there?.size === 0) this.#places.delete(place);
      touched.add(place);
    }
  }
}

/** The protected file, and the lock's own: what it protects need not be there. */
function placesOf({ resource, path }: Lock): readonly string[] {
  return resource === path ? [path] : [resource, path];
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
