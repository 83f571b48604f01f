import type { KernelHold } from '../../../src/system/machine.ts';

/** A kernel lock with the pids of its processes. */
export interface Told extends Pick<KernelHold, 'by' | 'mode' | 'start' | 'end'> {
  readonly holders: readonly number[];
  readonly waiters: readonly number[];
}

/** What the locks are, and whose. */
export function told(holds: readonly KernelHold[]): Told[] {
  return holds.map(({ by, mode, start, end, holders, waiters }) => ({ by, mode, start, end, holders: pids(holders), waiters: pids(waiters) }));
}

export function pids(processes: readonly { readonly pid: number }[]): number[] {
  return processes.map(({ pid }) => pid);
}
