import { closeSync, openSync } from 'node:fs';
import type { Release } from '../counter/guarded.ts';
import { orOver } from './waiting.ts';

/** Locks a file, which is made when it is not there. @throws the signal's reason */
export type KernelLock = (file: string, signal: AbortSignal) => Promise<Release>;

/**
 * The kernel's lock of an open file, which ends when that is closed, also by the death of its process.
 * @param shared with others who want it shared
 */
export async function kernelLock({ shared }: { readonly shared: boolean }): Promise<KernelLock> {
  const { tryLock, waitForLock } = await import('fs-native-extensions');
  return async (file, signal) => {
    const descriptor = openSync(file, 'a+');
    // A wait that is given up goes on in its thread, on the descriptor, until the process ends, which it does then.
    if (!tryLock(descriptor, { shared })) await orOver(waitForLock(descriptor, { shared }), signal);
    return () => closeSync(descriptor);
  };
}
