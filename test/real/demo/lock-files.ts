import path from 'node:path';
import type { DemoLock } from './lock.ts';
import type { Stage } from './stage.ts';

/** Lock files whose holders live. */
export async function liveLockFiles(stage: Stage): Promise<DemoLock[]> {
  const build = await hold(stage, 'build/build.lock', 'pid');
  const nightly = await hold(stage, 'jobs/nightly.lock', 'json');
  return [
    { ...build, state: 'held', why: 'the pid in the file is alive' },
    { ...nightly, state: 'held', why: 'the pid in the JSON is alive on this host' },
  ];
}

/** Lock files whose holders were killed. */
export async function deadLockFiles(stage: Stage): Promise<DemoLock[]> {
  // Named as git's index lock is, but in no git folder.
  const cache = await holdAndDie(stage, 'cache/index.lock', 'pid');
  const imported = await holdAndDie(stage, 'jobs/import.lock', 'json');
  return [
    { ...cache, state: 'stale', why: 'the pid in the file is dead' },
    { ...imported, state: 'stale', why: 'the pid in the JSON is dead on this host' },
  ];
}

/** A lock file of another machine; its pid means nothing here, though it is dead here. */
export async function foreignLockFile(stage: Stage): Promise<DemoLock> {
  const lock = await holdAndDie(stage, 'shared/deploy.lock', 'json', 'buildbox-7');
  return { ...lock, state: 'unknown', why: 'it belongs to the host buildbox-7' };
}

type Made = Pick<DemoLock, 'path' | 'kind'> & { readonly pid: number };

async function holdAndDie(stage: Stage, where: string, format: 'pid' | 'json', host?: string): Promise<Made> {
  const { end, ...lock } = await holdUntilEnded(stage, where, format, host);
  await end();
  return lock;
}

async function hold(stage: Stage, where: string, format: 'pid' | 'json'): Promise<Made> {
  const { end: _, ...lock } = await holdUntilEnded(stage, where, format);
  return lock;
}

/** Starts a program that writes a lock file into one of the stage's rooms and keeps it until it is killed. */
export async function holdUntilEnded(
  stage: Stage,
  where: string,
  format: 'pid' | 'json',
  host?: string,
): Promise<Made & { readonly end: () => Promise<void> }> {
  const room = stage.room(path.dirname(where));
  const file = path.join(room, path.basename(where));
  const args = host === undefined ? [file, format] : [file, format, host];
  const actor = await stage.crew.startProgram('hold-file.ts', args, room);
  return { path: file, kind: format === 'pid' ? 'pid-file' : 'json-file', pid: actor.pid, end: () => actor.end() };
}
