import path from 'node:path';
import { Semaphore } from '../../../../saving/lock/semaphore.ts';
import { inLine } from '../parts/guards.ts';
import { whateverStrikes, withOwnLocks } from '../parts/on-files.ts';
import { permits, placed } from './placed.ts';

const semaphoreIn = (folder: string): string => path.join(folder, 'database');

const unforgotten = placed({
  name: 'semaphore',
  title: 'Semaphore of Lockscope',
  summary: 'Each permit is a lock folder with the identity of its holder; waiters stand in line, and the permit of a holder that was killed is free at once.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: [],
  model: { scenario: 'semaphore', variant: 'counting-semaphore' },
  guard: ({ folder }) => {
    const semaphore = new Semaphore(semaphoreIn(folder), permits);
    return inLine((options) => semaphore.acquire(options));
  },
});

export const ownSemaphore = withOwnLocks(unforgotten, (folder) => ['permits', ...Array.from({ length: permits }, (_, before) => `${before + 1}.lock`)].map((end) => `${semaphoreIn(folder)}.${end}`));
