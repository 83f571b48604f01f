import type { LockOptions } from 'proper-lockfile';
import { errnoCode } from '../../../../base/errors.ts';
import type { Attempt } from '../../scenario.ts';
import { counterFile } from './counter-file.ts';
import { guarded, type Guard } from './guarded.ts';
import { waitUnlessOver } from '../../waiting.ts';

/** Its own waiting doubles from 1 s on; what is measured is its protocol, by a waiter who looks as often as its users are used to. */
const lookAgainMs = 10;

/** The least that it takes, ms. */
const leastStaleMs = 2000;

async function properLockfile(file: string, leaseMs: number): Promise<Guard> {
  const { lock } = (await import('proper-lockfile')).default;
  const options: LockOptions = { realpath: false, stale: Math.max(leaseMs, leastStaleMs), onCompromised: () => undefined };
  return {
    acquire: async (attempt: Attempt) => {
      for (;;) {
        attempt.signal.throwIfAborted();
        try {
          const release = await lock(file, options);
          return async () => {
            await release().catch(ignoreCompromised);
          };
        } catch (error) {
          // ENOENT: whoever found the same dead holder has removed the folder that was just made in place of his.
          if (!['ELOCKED', 'ENOENT'].includes(errnoCode(error) ?? '')) throw error;
        }
        attempt.retried();
        await waitUnlessOver(lookAgainMs * (0.5 + attempt.random()), attempt.signal);
      }
    },
  };
}

/** Who was taken for dead while it stood still has nothing to release any more. */
function ignoreCompromised(error: unknown): void {
  if (!['ENOTACQUIRED', 'ERELEASED', 'ECOMPROMISED'].includes(errnoCode(error) ?? '')) throw error;
}

/** The package that most programs for Node use. */
export const proper = guarded({
  name: 'proper-lockfile',
  title: 'proper-lockfile',
  summary: 'A folder that is made, and whose time is renewed; one that was not renewed for 2 s is taken over. Waiters look every 5 to 15 ms.',
  claims: 'kept',
  survives: ['kill'],
  faults: ['kill', 'pause', 'slowMs', 'clockOffsetMs'],
  needs: [],
  model: { scenario: 'counter-race', variant: 'proper-lockfile' },
  claim: null,
  guard: ({ folder, request }) => properLockfile(counterFile(folder), request.leaseMs),
});
