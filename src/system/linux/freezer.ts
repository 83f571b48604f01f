import { readMounts } from '../mounts.ts';
import { readProc } from './proc.ts';

/** Finds the processes that the control group freezer has stopped (`docker pause`); their state letter does not tell. */
export class Freezer {
  readonly #root: string | null;

  constructor() {
    this.#root = [...readMounts()].find(([, { type }]) => type === 'cgroup2')?.[0] ?? null;
  }

  /** Whether a process is frozen, or may be, where its group cannot be looked at; see cgroup-v2.rst, cgroup.events. */
  mayBeFrozen(pid: number): boolean {
    const group = /^0::(.*)$/m.exec(readProc(`/proc/${pid}/cgroup`) ?? '')?.[1];
    // Without control groups of the second version, and in their root, nobody is frozen by them.
    if (group === undefined || group === '/') return false;
    const events = this.#root === null ? null : readProc(`${this.#root}${group}/cgroup.events`);
    return events === null || /^frozen 1$/m.test(events);
  }
}
