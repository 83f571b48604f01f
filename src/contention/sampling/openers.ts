import type { LockLine } from '../../system/linux/lock-lines.ts';
import { openFilesOf, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import { fileOf } from '../../system/linux/lock-stream-lines.ts';
import { listPids } from '../../system/linux/proc.ts';

/** Looking through all processes may take this part of the time. */
const share = 0.03;
/** What it may take at once, when it has not been done for long, ms. */
const mostSavedMs = 60;
/** At once it goes on for so long, ms; with many processes it takes 0.1 s and more in all. */
const sliceMs = 0.4;
/** How many processes are remembered of one file, and how many files. */
const mostPids = 50;
const mostFiles = 5000;
/** Who has one lock is likely to ask for the next; so many of them are asked. */
const mostNeighbours = 10;

interface Search {
  readonly lines: readonly LockLine[];
  /** Those to be looked at, the next one last: the newest is the soonest gone. */
  readonly pids: number[];
  spentMs: number;
}

/** What a part of a search has come to. */
export interface Searched {
  readonly found: readonly { readonly line: LockLine; readonly open: OpenFile }[];
  /** The locks that were searched for, once all processes have been looked at. */
  readonly done: readonly LockLine[];
}

const nothing: Searched = { found: [], done: [] };

/** Descriptors on one file, by process; in the order in which these were seen to have it. */
type Seen = Map<number, Set<string>>;

/** Who has a locked file open: those that had it before are asked first, all processes only now and then. */
export class Openers {
  readonly #seen = new Map<string, Seen>();
  #search: Search | null = null;
  #savedMs = mostSavedMs;
  #savedAt = -Infinity;

  /** Remembers that a process has a file open, and by which descriptor if that is known. */
  note(line: LockLine, pid: number, descriptor: string | null = null): void {
    const seen = this.#seenOf(fileOf(line));
    const descriptors = seen.get(pid) ?? new Set();
    if (descriptor !== null) descriptors.add(descriptor);
    // The newest last.
    seen.delete(pid);
    seen.set(pid, descriptors);
    for (const oldest of seen.keys()) {
      if (seen.size <= mostPids) break;
      seen.delete(oldest);
    }
  }

  /** Those that had a file open, the newest first, by which descriptors; without a look at them. */
  remembered(line: LockLine): readonly (readonly [number, ReadonlySet<string>])[] {
    return [...this.#seenOf(fileOf(line))].toReversed();
  }

  /** The descriptors on a file of those, and of some that had other locked files open: as they are now. */
  *known(line: LockLine): Generator<OpenFile> {
    const inodes = new Set([line.inode]);
    const own = this.remembered(line).map(([pid]) => pid);
    for (const pid of new Set([...own, ...this.#neighbours()])) {
      const open = [...openFilesOf(pid, inodes)];
      if (open.length === 0) this.#seenOf(fileOf(line)).delete(pid);
      else this.#seenOf(fileOf(line)).set(pid, new Set(open.map(({ descriptor }) => descriptor)));
      yield* open;
    }
  }

  get isSearching(): boolean {
    return this.#search !== null;
  }

  /** When all processes may be looked at again, ms of performance.now(). */
  get searchesAgainAt(): number {
    return this.#savedMs > 0 ? this.#savedAt : this.#savedAt - this.#savedMs / share;
  }

  /** Begins to look through all processes for those that have some files open. */
  search(lines: readonly LockLine[]): void {
    this.#search = { lines, pids: listPids(), spentMs: 0 };
  }

  /** What is being searched for. */
  get searchedFor(): readonly LockLine[] {
    return this.#search?.lines ?? [];
  }

  /** Nothing is missing any more of what is searched for. */
  stop(): void {
    const search = this.#search;
    if (search !== null) this.#account(search, performance.now());
  }

  /** Goes on with that for a short while. */
  goOn(): Searched {
    const search = this.#search;
    if (search === null) return nothing;
    const began = performance.now();
    const inodes = new Set(search.lines.map(({ inode }) => inode));
    const found: Searched['found'][number][] = [];
    while (performance.now() - began < sliceMs) {
      const pid = search.pids.pop();
      if (pid === undefined) break;
      for (const open of openFilesOf(pid, inodes)) for (const line of search.lines) if (line.inode === open.inode) found.push({ line, open });
    }
    for (const { line, open } of found) this.note(line, open.pid, open.descriptor);
    const now = performance.now();
    // Beyond that it was kept from its core.
    search.spentMs += Math.min(now - began, 3 * sliceMs);
    if (search.pids.length > 0) return { found, done: [] };
    this.#account(search, now);
    return { found, done: search.lines };
  }

  #account({ spentMs }: Search, now: number): void {
    this.#search = null;
    this.#savedMs = Math.min(mostSavedMs, this.#savedMs + (now - this.#savedAt) * share) - spentMs;
    this.#savedAt = now;
  }

  #neighbours(): readonly number[] {
    return [...this.#seen.values()].flatMap((seen) => [...seen.keys()]).slice(-mostNeighbours);
  }

  #seenOf(file: string): Seen {
    let seen = this.#seen.get(file);
    if (seen === undefined) {
      if (this.#seen.size >= mostFiles) this.#seen.clear();
      seen = new Map();
      this.#seen.set(file, seen);
    }
    return seen;
  }
}
