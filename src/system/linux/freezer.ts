import path from 'node:path';
import { readMounts } from '../mounts.ts';
import { readProc } from './proc.ts';

/** Finds the processes that the control group freezer has stopped (`docker pause`); their state letter does not tell for certain. */
export class Freezer {
  readonly #unified: string | null;
  readonly #legacy: string | null;

  constructor() {
    const mounts = [...readMounts()];
    this.#unified = mounts.find(([, { type }]) => type === 'cgroup2')?.[0] ?? null;
    this.#legacy = mounts.find(([point, { type }]) => type === 'cgroup' && path.basename(point).split(',').includes('freezer'))?.[0] ?? null;
  }

  /** Whether a process is frozen, or may be, where its group cannot be looked at; see cgroup-v2.rst and freezer-subsystem.rst. */
  mayBeFrozen(pid: number): boolean {
    const groups = readProc(`/proc/${pid}/cgroup`) ?? '';
    return (
      isFrozen(this.#unified, /^0::(.*)$/m.exec(groups)?.[1], 'cgroup.events', /^frozen 1$/m) ||
      isFrozen(this.#legacy, /^\d+:(?:[^:]*,)?freezer(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1], 'freezer.state', /^FR/)
    );
  }
}

/** Without control groups of a version, and in their root, nobody is frozen by them. */
function isFrozen(root: string | null, group: string | undefined, file: string, frozen: RegExp): boolean {
  if (group === undefined || group === '/') return false;
  const state = root === null ? null : readProc(`${root}${group}/${file}`);
  return state === null || frozen.test(state);
}
