import { parseLockLine, type LockLine } from './lock-lines.ts';

/** A lock of the list, with those that wait for it. */
export interface ListedLock {
  readonly line: LockLine;
  /** How many lines are equal, as those of two open files that share a lock. */
  readonly copies: number;
  /** Also those that wait for a waiter before them; the kernel makes a tree of them. A pid of -1: by an open file. */
  readonly waiters: readonly LockLine[];
}

/** Most lines to remember; more are parsed anew. */
const mostKnown = 5000;

/** Parses the list again and again, each line once. Leases are left out: they keep nobody out. */
export class ListedLocks {
  readonly #known = new Map<string, LockLine | null>();

  /** By key. */
  parse(text: string): ReadonlyMap<string, ListedLock> {
    const locks = new Map<string, { line: LockLine; copies: number; waiters: LockLine[] }>();
    let blocker: LockLine[] | null = null;
    for (const numbered of text.split('\n')) {
      const { isWaiter, key } = split(numbered);
      const line = this.#line(key);
      if (line === null) {
        if (!isWaiter) blocker = null;
        continue;
      }
      if (isWaiter) {
        blocker?.push(line);
        continue;
      }
      const known = locks.get(key);
      if (known !== undefined) known.copies++;
      else locks.set(key, { line, copies: 1, waiters: [] });
      blocker = locks.get(key)?.waiters ?? null;
    }
    return locks;
  }

  #line(key: string): LockLine | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const parsed = parseLockLine(key);
    const line = parsed === null || parsed.by === 'lease' ? null : parsed;
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(key, line);
    return line;
  }
}

/** `1: FLOCK ...`, and `1:  -> FLOCK ...` for one that waits. */
function split(numbered: string): { readonly isWaiter: boolean; readonly key: string } {
  const arrow = numbered.indexOf('-> ');
  if (arrow >= 0) return { isWaiter: true, key: numbered.slice(arrow + 3) };
  return { isWaiter: false, key: numbered.slice(numbered.indexOf(' ') + 1) };
}

/** The locked file as the list has it, `major:minor:inode`. */
export function fileOf({ device, inode }: LockLine): string {
  return `${device}:${inode}`;
}

/** Whether two requests for one file by the same call cannot both be granted. */
export function conflicts(a: LockLine, b: LockLine): boolean {
  if ((a.by === 'flock') !== (b.by === 'flock')) return false;
  if (a.mode === 'read' && b.mode === 'read') return false;
  return a.start <= (b.end ?? Infinity) && b.start <= (a.end ?? Infinity);
}
