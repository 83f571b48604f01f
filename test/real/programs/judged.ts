import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspectLock, listLocks, watchLocks, type Inventory, type Lock, type LockState } from '../../../src/core.ts';
import { contains } from '../../../src/base/paths.ts';
import { isAlive } from '../demo/processes.ts';
import { waitFor } from '../demo/wait.ts';
import { Eye } from './eye.ts';
import type { Lack } from './needs.ts';
import { Scene } from './scene.ts';

/** A program that has its lock. */
export interface Hold {
  readonly lockPath: string;
  /** The process that has it. */
  readonly pid: number;
  /** Processes that wait for it. */
  readonly waiters?: readonly number[];
  /** Lets the program give it back and go on to its end. */
  readonly release: () => Promise<unknown>;
  /** What follows when it was killed, where something does. */
  readonly afterDeath?: () => Promise<unknown>;
}

/** A state; null for none at all; 'undecided' where nothing is proven, so that it depends on its age and on what else runs. */
export type Expected = LockState | 'undecided' | null;

/** What is true of a lock to one who only looks now, and to one who has watched from before it was made. */
export interface Seen {
  readonly now: Expected;
  readonly watched: Expected;
}

/** What is true of a program's lock. */
export interface Truth {
  readonly kind: string;
  /** While the program has it; 'held' when left out. */
  readonly held?: Seen;
  /** Whether the format or the kernel tells who has it; true when left out. */
  readonly named?: boolean;
  /** After the holder was killed. */
  readonly killed: Seen;
  /** After it was given back; left out where the program cannot be made to. */
  readonly released?: Seen;
  /** Whether a path may be listed beside it: other locks that the program really has. */
  readonly beside?: (path: string) => boolean;
}

export type Act = (scene: Scene) => Promise<Hold>;

/** What is seen by anybody, whenever they look. */
export function plainly(state: Expected): Seen {
  return { now: state, watched: state };
}

const held = plainly('held');

/** So many looks at each lock while it is held. */
const fewestLooks = 20;

/** A program takes less time than this for anything, ms. */
const longestMs = 40_000;

/** Lets a program lock, looks at it from all sides, then goes on with it. */
async function whileHeld(act: Act, truth: Truth, goOn: (scene: Scene, hold: Hold) => Promise<Seen>): Promise<void> {
  const scene = new Scene();
  const inventory = await watchLocks([scene.folder]);
  let holder: number | null = null;
  const eye = new Eye(scene.folder, inventory, () => (holder === null ? scene.alive.length > 0 : isAlive(holder)));
  try {
    const hold = await inTime(act(scene), 'it locked nothing');
    holder = hold.pid;
    await waitUntilSeen(hold.lockPath, truth.held ?? held, scene.folder, inventory);
    const [now, watched] = [inspectLock(hold.lockPath), await inventory.inspect(hold.lockPath)];
    for (const lock of [now, watched]) checkHeld(lock, hold, truth);
    if (truth.named !== false) {
      for (const lock of [now, watched]) assert.equal(lock?.holder?.pid, hold.pid, 'its holder');
    }
    const others = listLocks([scene.folder]).filter(({ path }) => path !== hold.lockPath && truth.beside?.(path) !== true);
    assert.deepEqual(others.map(described), [], 'what else is listed');
    const until = eye.looks + fewestLooks;
    await waitFor(() => eye.looks >= until, `${fewestLooks} looks`);
    await waitUntilSeen(hold.lockPath, await inTime(goOn(scene, hold), 'it did not end'), scene.folder, inventory);
  } finally {
    const mistakes = await eye.close();
    inventory.dispose();
    await scene.end();
    assert.deepEqual(mistakes, [], 'a lock was called stale while its holder lived');
  }
}

/** @throws when a promise takes longer than any program should */
function inTime<T>(promise: Promise<T>, otherwise: string): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${otherwise} within ${longestMs} ms`)), longestMs);
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}

function checkHeld(lock: Lock | null, { waiters = [] }: Hold, { kind }: Truth): void {
  assert.ok(lock);
  assert.equal(lock.kind, kind);
  assert.deepEqual(lock.waiters.map((waiter) => waiter.pid), waiters);
}

/** Waits until a lock is in its true state for all who look. */
async function waitUntilSeen(lockPath: string, { now, watched }: Seen, folder: string, inventory: Inventory): Promise<void> {
  const isOutside = !contains(folder, lockPath);
  const look = (): readonly string[] => [
    stateOf('inspected', inspectLock(lockPath), now),
    ...(isOutside ? [] : [stateOf('listed', find(listLocks([folder]), lockPath), now), stateOf('watched', find(inventory.locks, lockPath), watched)]),
  ].filter((difference) => difference !== '');
  const isSeen = (): boolean => look().length === 0;
  await waitFor(isSeen, 'its true state', { timeoutMs: 6000 }).catch((error: unknown) => {
    throw new Error(`${lockPath} is\n${look().join('\n')}`, { cause: error });
  });
}

function find(locks: readonly Lock[], lockPath: string): Lock | null {
  return locks.find(({ path }) => path === lockPath) ?? null;
}

function stateOf(how: string, lock: Lock | null, expected: Expected): string {
  const state = lock?.verdict.state ?? null;
  const isSo = expected === 'undecided' ? state === 'suspect' || state === 'unknown' : state === expected;
  return isSo ? '' : `${how} ${state}, not ${expected}: ${lock === null ? 'nothing' : described(lock)}`;
}

function described({ path, kind, verdict, holder }: Lock): string {
  return `${path} (${kind}), ${verdict.state} for ${verdict.evidence.map(({ code }) => code).join()}, holder ${holder?.pid ?? 'unknown'}`;
}

/** Declares the tests of one program, or why they cannot run here. */
export function testProgram(name: string, lack: Lack, truth: Truth, act: Act): void {
  const mustBeThere = lack?.failsInCi === true && process.env['CI'] === 'true';
  describe(name, { skip: lack !== null && !mustBeThere && lack.reason, concurrency: true }, () => {
    if (lack !== null) {
      it('is there', () => assert.fail(lack.reason));
      return;
    }
    const { released } = truth;
    if (released !== undefined) {
      it(`is ${inWords(truth.held ?? held)} while held, ${inWords(released)} once released`, () =>
        whileHeld(act, truth, async (_scene, hold) => {
          await hold.release();
          return released;
        }));
    }

    it(`is ${inWords(truth.killed)} once its holder was killed`, () =>
      whileHeld(act, truth, async (scene, hold) => {
        await scene.kill(hold.pid);
        await hold.afterDeath?.();
        return truth.killed;
      }));
  });
}

function inWords({ now, watched }: Seen): string {
  return now === watched ? (now ?? 'gone') : `${now ?? 'gone'} (${watched ?? 'gone'} to who saw it made)`;
}
