import type { LockLine } from '../../system/linux/lock-lines.ts';
import { openFilesOf, openFilesOfAll, type OpenFile } from '../../system/linux/lock-stream-files.ts';
import { fileOf } from '../../system/linux/lock-stream-lines.ts';

/** A look at all processes may take this part of the time. */
const share = 0.03;
/** How many processes are remembered of one file, and how many files. */
const mostPids = 50;
const mostFiles = 500;

/** Who has a locked file open: those that had it before are asked first, all processes only now and then. */
export class Openers {
  readonly #pids = new Map<string, Set<number>>();
  #allAgainAt = -Infinity;

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

  /** Whether it is time for a look at all processes. @param now ms of performance.now() */
  maySearchAll(now: number): boolean {
    return now >= this.#allAgainAt;
  }

  /** When that may be done again, ms of performance.now(). */
  get searchesAllAt(): number {
    return this.#allAgainAt;
  }

  /** The descriptors of all processes on some files, which are remembered. */
  searchAll(lines: readonly LockLine[]): readonly OpenFile[] {
    const began = performance.now();
    const found = [...openFilesOfAll(new Set(lines.map(({ inode }) => inode)))];
    for (const line of lines) for (const { pid, inode } of found) if (inode === line.inode) this.note(line, pid);
    const done = performance.now();
    this.#allAgainAt = done + (done - began) / share;
    return found;
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
