import { closeSync, openSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { unless } from '../../../../base/errors.ts';
import { whateverStrikes, whoeverIsLate } from '../parts/on-files.ts';
import { untilOneIsGot } from '../parts/waiting.ts';
import { permits, placed } from './placed.ts';

const numbers = Array.from({ length: permits }, (_, number) => number);

export const lockFiles = placed({
  name: 'n-lock-files',
  title: 'Three lock files',
  summary: 'Each permit is a lock file, which is made exclusively; the three are tried in turn. The file of a holder that was killed stays, and there is one permit less for ever.',
  claims: 'kept',
  survives: whoeverIsLate,
  needs: [],
  model: { scenario: 'semaphore', variant: 'counting-semaphore' },
  guard: ({ folder }) => {
    const names = numbers.map((number) => path.join(folder, `permit.${number}.lock`));
    const make = (): string | null => names.find((name) => unless('EEXIST', () => closeSync(openSync(name, 'wx'))) !== null) ?? null;
    return {
      acquire: async (attempt) => {
        const own = await untilOneIsGot(attempt, make);
        return () => unlinkSync(own);
      },
    };
  },
});

export const kernelLocks = placed({
  name: 'n-kernel-locks',
  title: 'Three kernel locks',
  summary: 'Each permit is the kernel’s lock of a file, tried in turn; that of a holder that was killed is free at once.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: ['kernel-locks'],
  model: { scenario: 'semaphore', variant: 'counting-semaphore' },
  guard: async ({ folder }) => {
    const { tryLock, unlock } = await import('fs-native-extensions');
    const descriptors = numbers.map((number) => openSync(path.join(folder, `permit.${number}`), 'a+'));
    const lock = (): number | null => descriptors.find((descriptor) => tryLock(descriptor)) ?? null;
    return {
      acquire: async (attempt) => {
        const own = await untilOneIsGot(attempt, lock);
        return () => unlock(own);
      },
      close: () => descriptors.forEach((descriptor) => closeSync(descriptor)),
    };
  },
});
