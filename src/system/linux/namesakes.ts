import { listPids, readProc } from './proc.ts';

/** A process keeps its numbers for life; so long after a look its number may be another's, ms. */
const freshMs = 2000;

/** The numbers by which processes in containers, and in containers within those, go in there. */
export class Namesakes {
  #known = new Map<number, readonly number[]>();
  #lookedAt = -Infinity;

  /** Looks at the processes that came since the last look. */
  look(): ReadonlySet<number> {
    const now = performance.now();
    const before = now - this.#lookedAt < freshMs ? this.#known : new Map<number, readonly number[]>();
    this.#lookedAt = now;
    this.#known = new Map(listPids().map((pid) => [pid, before.get(pid) ?? numbersInside(pid)]));
    return new Set([...this.#known.values()].flat());
  }
}

/** The pids that a process has in the namespaces within this one: all but the first on its NSpid line; see proc_pid_status(5). */
function numbersInside(pid: number): readonly number[] {
  const numbers = /^NSpid:\s*(.+)$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]?.split(/\s+/) ?? [];
  return numbers.slice(1).map(Number);
}
