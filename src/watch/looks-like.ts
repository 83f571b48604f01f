import type { KernelLock, Lock } from '../locks/lock.ts';

/** Whether nothing that is shown has changed; ages tick by themselves. */
export function looksLike(a: Lock, b: Lock): boolean {
  return (
    a.kind === b.kind &&
    a.verdict.state === b.verdict.state &&
    a.acquiredAt === b.acquiredAt &&
    a.holder?.pid === b.holder?.pid &&
    a.breaking === b.breaking &&
    a.companions.join('\0') === b.companions.join('\0') &&
    evidenceCodes(a) === evidenceCodes(b) &&
    kernelSignature(a.kernelLocks) === kernelSignature(b.kernelLocks)
  );
}

function evidenceCodes({ verdict }: Lock): string {
  return verdict.evidence.map(({ code }) => code).join();
}

/** What is shown of the kernel's locks on a file, to tell whether it changed. */
export function kernelSignature(locks: readonly Shown[]): string {
  return locks.map(({ by, mode, start, end, holders, waiters }) => [by, mode, start, end, pids(holders), pids(waiters)].join(' ')).join('\n');
}

interface Shown extends Omit<KernelLock, 'holders' | 'waiters'> {
  readonly holders: readonly { readonly pid: number | null }[];
  readonly waiters: readonly { readonly pid: number | null }[];
}

function pids(processes: Shown['holders']): string {
  return processes.map(({ pid }) => pid).join('+');
}
