import type { LockLine } from '../../system/linux/lock-lines.ts';
import { openFilesOf, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import { fileOf } from '../../system/linux/lock-stream-lines.ts';
import { listPids } from '../../system/linux/proc.ts';

/** Looking through all processes may take this part of the time. */
const share = 0.03;
/** At once it goes on for so long, ms; with many processes it takes 0.1 s and more in all. */
const sliceMs = 1;
/** How many processes are remembered of one file, and how many files. */
const mostPids = 50;
const mostFiles = 500;

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

/** Who has a locked file open: those that had it before are asked first, all processes only now and then. */
export class Openers {
  readonly #pids = new Map<string, Set<number>>();
  #search: Search | null = null;
  #againAt = -Infinity;

  /** Remembers that a process has a file open. */
  note(line: LockLine, pid: number): void {
    const pids = this.#pidsOf(fileOf(line));
    // The newest last.
    pids.delete(pid);
    pids.add(pid);
    for (const oldest of pids) {
      if (pids.size <= mostPids) break;
      pids.delete(oldest);
    }
  }

  /** The descriptors on a file of those that had it open before. */
  *known(line: LockLine): Generator<OpenFile> {
    const inodes = new Set([line.inode]);
    for (const pid of [...this.#pidsOf(fileOf(line))].toReversed()) {
      let isAny = false;
      for (const open of openFilesOf(pid, inodes)) {
        isAny = true;
        yield open;
      }
      if (!isAny) this.#pidsOf(fileOf(line)).delete(pid);
    }
  }

  get isSearching(): boolean {
    return this.#search !== null;
  }

  /** When all processes may be looked at again, ms of performance.now(). */
  get searchesAgainAt(): number {
    return this.#againAt;
  }

  /** Begins to look through all processes for those that have some files open. */
  search(lines: readonly LockLine[]): void {
    this.#search = { lines, pids: listPids(), spentMs: 0 };
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
    for (const { line, open } of found) this.note(line, open.pid);
    const now = performance.now();
    search.spentMs += now - began;
    if (search.pids.length > 0) return { found, done: [] };
    this.#search = null;
    this.#againAt = now + search.spentMs / share;
    return { found, done: search.lines };
  }

  #pidsOf(file: string): Set<number> {
    let pids = this.#pids.get(file);
    if (pids === undefined) {
      if (this.#pids.size >= mostFiles) this.#pids.clear();
      pids = new Set();
      this.#pids.set(file, pids);
    }
    return pids;
  }
}
