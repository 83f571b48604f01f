import type { LockLine } from '../../system/linux/lock-lines.ts';

/** What could not be found among all is looked for again after so long, ms, and then ever more seldom: it may be another user's. */
const againMs = 300;
const mostAgainMs = 60_000;
/** Who is known is asked again after so long, ms. */
const soonMs = 6;

/** What of a lock is not known. */
export type What = 'file' | 'holder' | 'waiter';

interface Entry {
  readonly line: LockLine;
  readonly since: number;
  /** From when on it is worth a search among all processes. */
  readonly searchAt: number;
  /** When those that are known are asked again. */
  readonly askAt: number;
}

/** What is not known of the locks in the list, and when to look for it. All times are ms of performance.now(). */
export class Missing {
  readonly #entries = new Map<string, Entry>();

  /** @param afterMs so long it must be missed before it is worth a search */
  miss(line: LockLine, what: What, afterMs: number, now: number): void {
    const entry = this.#entries.get(nameOf(line, what)) ?? { line, since: now, searchAt: now + afterMs, askAt: 0 };
    // The less often the longer it is missed.
    const askAt = entry.askAt > now ? entry.askAt : now + soonMs + (now - entry.since) / 4;
    this.#entries.set(nameOf(line, what), { ...entry, askAt });
  }

  found(line: LockLine, what: What): void {
    this.#entries.delete(nameOf(line, what));
  }

  /** Whether anything of a lock is not known. */
  isAny(line: LockLine): boolean {
    return (['file', 'holder', 'waiter'] as const).some((what) => this.#entries.has(nameOf(line, what)));
  }

  /** Whether those that are known are to be asked. */
  isDue(line: LockLine, what: What, now: number): boolean {
    return now >= (this.#entries.get(nameOf(line, what))?.askAt ?? 0);
  }

  /** All processes have been looked at for these. */
  searched(lines: readonly LockLine[], now: number): void {
    const keys = new Set(lines.map(({ key }) => key));
    for (const [name, entry] of this.#entries) {
      if (keys.has(entry.line.key)) this.#entries.set(name, { ...entry, searchAt: now + Math.min(againMs + now - entry.since, mostAgainMs) });
    }
  }

  /** The locks that are worth a search. */
  worth(now: number): readonly LockLine[] {
    return [...new Set([...this.#entries.values()].filter(({ searchAt }) => searchAt <= now).map(({ line }) => line))];
  }

  /** When there is something to do next; Infinity: never. */
  nextAt(now: number): number {
    let next = Infinity;
    for (const { askAt, searchAt } of this.#entries.values()) next = Math.min(next, askAt, searchAt > now ? searchAt : Infinity);
    return next;
  }

  /** Forgets what is no more in the list. */
  keep(isKept: (key: string) => boolean): void {
    for (const [name, { line }] of this.#entries) if (!isKept(line.key)) this.#entries.delete(name);
  }
}

function nameOf({ key }: LockLine, what: What): string {
  return `${what} ${key}`;
}
