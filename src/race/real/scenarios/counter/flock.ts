import { kernelLock } from '../parts/kernel-lock.ts';
import { counterFile } from './counter-file.ts';
import { guarded } from './guarded.ts';

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
  guard: async ({ folder }) => {
    const lock = await kernelLock({ shared: false });
    return { acquire: ({ signal }) => lock(`${counterFile(folder)}.lock`, signal) };
  },
});
