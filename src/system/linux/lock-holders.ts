import type { LockLine } from './lock-lines.ts';
import { descendants, locksOf, locksUnder, type Place } from './locked-descriptors.ts';
import { listPids, listProc, readStat } from './proc.ts';

/** A process that has a lock, and by what. */
export interface Holding extends Place {
  readonly pid: number;
  readonly startTicks: number;
}

interface Found {
  readonly round: number;
  readonly holdings: readonly Holding[];
}

/** A lock whose holders nobody can see is searched for again after so long, ms. */
const searchAgainMs = 5000;

/**
 * Finds who has which lock. The pid in /proc/locks may be of a process that is dead (`flock -n 9` in a
 * shell), or none; a descriptor's fdinfo lists the locks of its open file, so that decides. Descriptors
 * are asked for in the recorded process and, as they inherit, its descendants; in all processes only
 * where that shows nobody. A descriptor handed on in other ways while the recorded process keeps its
 * own is missed. Nothing here touches the locked files, which may be on a server that does not answer.
 */
export class LockHolders {
  readonly #found = new Map<string, Found>();
  readonly #ticks = new Map<number, number | null>();
  #round = 0;
  #searchedAllAt = -Infinity;

  /** From now on what was found before is verified before it is told again. */
  startRound(): void {
    this.#round++;
    this.#ticks.clear();
  }

  /** Forgets all locks but these. */
  keep(isKept: (key: string) => boolean): void {
    for (const key of this.#found.keys()) if (!isKept(key)) this.#found.delete(key);
  }

  /** Forgets what was found of processes that are gone by now; whether there were any. */
  dropLost(): boolean {
    let isAny = false;
    for (const [key, { holdings }] of this.#found) {
      if (holdings.every((holding) => this.#lives(holding))) continue;
      this.#found.delete(key);
      isAny = true;
    }
    return isAny;
  }

  /** Processes without a descriptor of the lock are never among them. In no order; empty where they cannot be seen. */
  of(key: string): readonly Holding[] {
    return this.#found.get(key)?.holdings ?? [];
  }

  /** Whether a process that was found to have the lock has it still. */
  isHeld(key: string): boolean {
    return this.of(key).some((holding) => this.#verify(holding, key) !== null);
  }

  /**
   * Finds the holders of these locks, so that of() tells them.
   * @param others locks that may be asked for next: new ones are looked for together, or a process with
   * many of them would be looked through for each
   */
  find(lines: readonly LockLine[], others: () => readonly LockLine[]): void {
    const pending = new Map<string, LockLine>();
    for (const line of lines) if (!this.#isKnown(line)) pending.set(line.key, line);
    if (pending.size === 0) return;
    for (const line of others()) if (!this.#found.has(line.key)) pending.set(line.key, line);
    const found = new Map<string, Holding[]>();
    for (const [pid, keys] of byRecordedPid(pending.values())) {
      for (const each of [pid, ...descendants(pid)]) this.#search(each, keys, found);
    }
    const open = [...pending.values()].filter(({ key }) => !found.has(key));
    for (const line of open) this.#nameUnseen(line, found);
    this.#searchAll(open.filter(({ key }) => !found.has(key)), found);
    for (const key of pending.keys()) this.#found.set(key, { round: this.#round, holdings: found.get(key) ?? [] });
  }

  #isKnown({ key }: LockLine): boolean {
    const found = this.#found.get(key);
    if (found === undefined) return false;
    if (found.round === this.#round) return true;
    if (found.holdings.length === 0) return performance.now() - this.#searchedAllAt < searchAgainMs;
    const holdings = found.holdings.map((holding) => this.#verify(holding, key));
    if (holdings.includes(null)) return false;
    this.#found.set(key, { round: this.#round, holdings: holdings.filter((holding) => holding !== null) });
    return true;
  }

  /** The holding with the path that its file has by now; null where the process has it no more. */
  #verify(holding: Holding, key: string): Holding | null {
    const { pid, descriptor } = holding;
    if (!this.#lives(holding)) return null;
    if (descriptor === null) return holding;
    const now = locksUnder(pid, descriptor);
    return now?.keys.includes(key) ? { ...holding, path: now.path, mount: now.mount } : null;
  }

  #lives({ pid, startTicks }: Holding): boolean {
    return this.#ticksOf(pid) === startTicks;
  }

  #ticksOf(pid: number): number | null {
    const known = this.#ticks.get(pid);
    if (known !== undefined) return known;
    const ticks = readStat(pid)?.startTicks ?? null;
    this.#ticks.set(pid, ticks);
    return ticks;
  }

  #search(pid: number, wanted: ReadonlySet<string>, found: Map<string, Holding[]>): void {
    const startTicks = this.#ticksOf(pid);
    if (startTicks === null) return;
    for (const { key, ...place } of locksOf(pid, wanted)) {
      const holding = { pid, startTicks, ...place };
      const others = found.get(key);
      if (others === undefined) found.set(key, [holding]);
      else others.push(holding);
    }
  }

  #searchAll(lines: readonly LockLine[], found: Map<string, Holding[]>): void {
    if (lines.length === 0) return;
    this.#searchedAllAt = performance.now();
    const wanted = new Set(lines.map(({ key }) => key));
    for (const pid of listPids()) this.#search(pid, wanted, found);
  }

  /** fcntl's classic locks end with their process, so the kernel's word is enough where its descriptors cannot be seen. */
  #nameUnseen({ key, by, pid }: LockLine, found: Map<string, Holding[]>): void {
    const startTicks = by === 'posix' && pid > 0 ? this.#ticksOf(pid) : null;
    if (startTicks !== null && listProc(`/proc/${pid}/fd`) === null) found.set(key, [{ pid, startTicks, descriptor: null, path: null, mount: null }]);
  }
}

function byRecordedPid(lines: Iterable<LockLine>): ReadonlyMap<number, ReadonlySet<string>> {
  const keys = new Map<number, Set<string>>();
  for (const { pid, key } of lines) if (pid > 0) keys.set(pid, (keys.get(pid) ?? new Set()).add(key));
  return keys;
}
