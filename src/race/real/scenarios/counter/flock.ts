import { closeSync, openSync } from 'node:fs';
import { counterFile } from './counter-file.ts';
import { guarded, type Guard } from './guarded.ts';

/** The lock is that of an open file: it ends when the file is closed, by its holder or by the kernel when that dies. */
async function kernelLock(lockFile: string): Promise<Guard> {
  const { tryLock, waitForLock } = await import('fs-native-extensions');
  return {
    acquire: async ({ signal }) => {
      const descriptor = openSync(lockFile, 'a+');
      try {
        // Whoever waits does so in a thread; it is not held up to be told that it need not wait.
        if (!tryLock(descriptor)) await waitForLock(descriptor);
        signal.throwIfAborted();
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
      return () => closeSync(descriptor);
    },
  };
}

export const flock = guarded({
  name: 'flock',
  title: 'Kernel lock',
  summary: 'A lock that the kernel keeps on an open file: that of an open file description on Linux, flock on macOS. It ends with its holder.',
  claims: 'kept',
  survives: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  needs: ['kernel-locks'],
  model: { scenario: 'lock-file', variant: 'kernel-lock' },
  claim: null,
  guard: ({ folder }) => kernelLock(`${counterFile(folder)}.lock`),
});
