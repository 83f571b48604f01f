import { rmSync, statSync } from 'node:fs';
import type { DemoLock } from './lock.ts';
import { holdUntilEnded } from './lock-files.ts';
import { NumberIsTaken, canGiveAway, giveAway } from './pid-numbers.ts';
import type { Stage } from './stage.ts';

/**
 * Start times are exact to some 10 ms and clocks get adjusted, so who judges allows 2 s of doubt.
 * The process that gets the number must start clearly later than that.
 */
const clearlyLaterMs = 3500;

/**
 * A lock file whose holder was killed and whose number another program has got since.
 * @returns null where this machine does not let us decide who gets a number
 */
export async function reusedPidLockFile(stage: Stage): Promise<DemoLock | null> {
  if (!canGiveAway()) return null;
  for (let round = 1; ; round++) {
    try {
      return await makeOnce(stage, `workers/worker-${round}.lock`);
    } catch (error) {
      // Somebody else on this machine was given the number first.
      if (!(error instanceof NumberIsTaken)) throw error;
      if (round === 3) return null;
    }
  }
}

async function makeOnce(stage: Stage, where: string): Promise<DemoLock> {
  const { end, ...lock } = await holdUntilEnded(stage, where, 'pid');
  await end();
  const writtenAt = statSync(lock.path).mtimeMs;
  await stage.crew.waitFor(() => Date.now() - writtenAt > clearlyLaterMs, 'the start times to be told apart');
  await giveAway(stage.crew, lock.pid, stage.folder).catch((error: unknown) => {
    rmSync(lock.path);
    throw error;
  });
  return { ...lock, state: 'stale', why: 'the pid in the file now belongs to a process that started later' };
}
