import type { LockLine } from '../../system/linux/lock-lines.ts';
import type { ListedLock } from '../../system/linux/lock-stream-lines.ts';
import { FileFinder, type Place } from './file-finder.ts';
import { Missing, type What } from './missing.ts';
import { Openers } from './openers.ts';
import type { RootNames } from './root-names.ts';

/** A lock that has lasted so long is worth a look at all processes for its file, ms. */
const worthMs = 20;

const unknown: Place = { is: 'unknown' };

/** Where the locks of the list are, as far as that is known or can be found. All times are ms of performance.now(). */
export class Whereabouts {
  readonly openers = new Openers();
  readonly #missing = new Missing();
  readonly #finder: FileFinder;
  /** By key of the lock, for as long as it is in the list. */
  readonly #places = new Map<string, Place>();

  constructor(roots: RootNames) {
    this.#finder = new FileFinder(roots);
  }

  /** Where each of these is; those that are not in the list any more are forgotten. */
  find(locks: ReadonlyMap<string, ListedLock>, now: number): (line: LockLine) => Place {
    for (const key of this.#places.keys()) if (!locks.has(key)) this.#places.delete(key);
    this.#missing.keep((key) => locks.has(key));
    this.#ask([...locks.values()].filter(({ line }) => this.#isDue(line, now)), now);
    for (const { line } of locks.values()) this.#note(line, now);
    return (line) => this.#places.get(line.key) ?? unknown;
  }

  /** Something else is not known of a lock. @param afterMs so long it must be missed before it is worth a search */
  miss(line: LockLine, what: What, afterMs: number, now: number): void {
    this.#missing.miss(line, what, afterMs, now);
  }

  found(line: LockLine, what: What): void {
    this.#missing.found(line, what);
  }

  /** Begins a search for what is missing, if it is time. @returns when more may be known; Infinity: never */
  plan(now: number): number {
    const next = this.#missing.nextAt(now);
    const lost = this.openers.isSearching ? [] : this.#missing.worth(now);
    if (lost.length === 0) return next;
    const searchesAgainAt = this.openers.searchesAgainAt;
    if (searchesAgainAt > now) return Math.min(next, searchesAgainAt);
    this.openers.search(lost);
    return next;
  }

  /** Goes on with a search for a short while; whether more is known by then. */
  search(now: number): boolean {
    // What is not in the list at the moment is missed by nobody, and its file may still be unknown.
    if (this.openers.searchedFor.every((line) => !this.#missing.isAny(line) && this.#finder.recall(line).is !== 'unknown')) {
      this.openers.stop();
      return false;
    }
    const { found, done } = this.openers.goOn();
    for (const { line, open } of found) this.#finder.learn(line, open, now);
    this.#missing.searched(done, now);
    return found.length + done.length > 0;
  }

  #isDue(line: LockLine, now: number): boolean {
    const place = this.#places.get(line.key) ?? this.#finder.recall(line);
    this.#places.set(line.key, place);
    return place.is === 'unknown' && this.#missing.isDue(line, 'file', now);
  }

  /** Goes through the descriptors of each process that has one of these locks or waits for it, once. */
  #ask(listed: readonly ListedLock[], now: number): void {
    for (const [pid, lines] of byPid(listed)) {
      for (const [line, { descriptor }] of this.#finder.search(pid, lines, now)) this.openers.note(line, pid, descriptor);
    }
    for (const { line } of listed) if (line.by === 'ofd') this.#askKnown(line, now);
    for (const { line } of listed) this.#places.set(line.key, this.#finder.recall(line));
  }

  #askKnown(line: LockLine, now: number): void {
    for (const open of this.openers.known(line)) if (this.#finder.learn(line, open, now).is !== 'unknown') return;
  }

  #note(line: LockLine, now: number): void {
    if (this.#places.get(line.key)?.is !== 'unknown') this.#missing.found(line, 'file');
    // Whose lock is an open file's may be anybody's, so that it is not likely to be found later.
    else this.#missing.miss(line, 'file', line.by === 'ofd' ? 0 : worthMs, now);
  }
}

function byPid(listed: readonly ListedLock[]): ReadonlyMap<number, readonly LockLine[]> {
  const lines = new Map<number, LockLine[]>();
  for (const { line, waiters } of listed) {
    for (const { pid } of [line, ...waiters]) {
      const own = lines.get(pid);
      if (own !== undefined) own.push(line);
      else if (pid > 0) lines.set(pid, [line]);
    }
  }
  return lines;
}
