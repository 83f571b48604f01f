import path from 'node:path';
import { killedCommit, killedRecordedCommit, liveCommit } from './demo/git-locks.ts';
import type { DemoLock } from './demo/lock.ts';
import { deadLockFiles, foreignLockFile, liveLockFiles } from './demo/lock-files.ts';
import { placeManifests } from './demo/manifests.ts';
import { deadProperLockfile, liveProperLockfile } from './demo/proper-lockfile.ts';
import { reusedPidLockFile } from './demo/reused-pid.ts';
import { Stage } from './demo/stage.ts';

export { compareWithDemo } from './demo/compare.ts';
export type { DemoLock } from './demo/lock.ts';

/** A workspace whose locks were made by real programs, and the truth about them. */
export interface Demo {
  readonly folder: string;
  readonly locks: readonly DemoLock[];
  /** Files that are called locks and are none. Absolute. */
  readonly manifests: readonly string[];
  /** Ids of all processes that it started, most of them live until stop(). */
  readonly pids: readonly number[];
  /** Ends all processes and removes all that was made in the folder. May be called again. */
  stop(): Promise<void>;
  /** What is in it, a line for each lock, for a terminal. */
  describe(): string;
}

/**
 * Fills an empty folder with the demo. Takes some 23 s, for the silence of a killed holder to be
 * long enough to prove something. Leaves nothing behind when it throws.
 */
export async function startDemo(folder: string): Promise<Demo> {
  const stage = new Stage(path.resolve(folder));
  const parts = [lockFiles, one(liveCommit), one(killedCommit), one(liveProperLockfile), one(deadProperLockfile)].map((make) => make(stage));
  try {
    const locks = (await Promise.all(parts)).flat();
    return demoOf(stage, locks, placeManifests(stage));
  } catch (error) {
    await stage.crew.end();
    await Promise.allSettled(parts);
    await stage.clear();
    throw error;
  }
}

type Maker<T> = (stage: Stage) => Promise<T>;

function one(make: Maker<DemoLock | null>): Maker<DemoLock[]> {
  return async (stage) => {
    const lock = await make(stage);
    return lock === null ? [] : [lock];
  };
}

/** In turn: a number may only be given away while no other dead process is to keep its own. */
async function lockFiles(stage: Stage): Promise<DemoLock[]> {
  const locks: DemoLock[] = [];
  for (const make of [one(reusedPidLockFile), liveLockFiles, deadLockFiles, one(foreignLockFile), one(killedRecordedCommit)]) {
    locks.push(...(await make(stage)));
  }
  return locks;
}

function demoOf(stage: Stage, locks: readonly DemoLock[], manifests: readonly string[]): Demo {
  const sorted = [...locks].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    folder: stage.folder,
    locks: sorted,
    manifests,
    get pids() {
      return stage.crew.pids;
    },
    stop: () => stage.clear(),
    describe: () => description(stage.folder, sorted, manifests.length),
  };
}

function description(folder: string, locks: readonly DemoLock[], manifests: number): string {
  const name = (lock: DemoLock) => path.relative(folder, lock.path);
  const width = Math.max(...locks.map((lock) => name(lock).length));
  const lines = locks.map((lock) => `  ${lock.state.padEnd(7)}  ${name(lock).padEnd(width)}  ${lock.why}`);
  const left = locks.some((lock) => lock.path.includes(`${path.sep}workers${path.sep}`))
    ? []
    : ['Left out: a lock whose pid was reused; this machine does not let us decide who gets a number.'];
  return [`${locks.length} locks, and ${manifests} dependency manifests that are none:`, ...lines, ...left].join('\n');
}
