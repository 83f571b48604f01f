import type { DemoLock } from './lock.ts';
import { commitWaitingInEditor } from './git-commit.ts';
import { gitIsAtLeast, makeRepo } from './git-repo.ts';
import type { Stage } from './stage.ts';

/** A `git commit -a` that waits for its editor. */
export async function liveCommit(stage: Stage): Promise<DemoLock> {
  const repo = await makeRepo(stage.room('shop'));
  const { lockPath, gitPid } = await commitWaitingInEditor(stage.crew, repo);
  return { path: lockPath, kind: 'git-index', state: 'held', pid: gitPid, why: 'git commit -a waits for its editor; git has closed the file' };
}

/** What a killed git leaves that recorded nothing about itself. */
export async function killedCommit(stage: Stage): Promise<DemoLock> {
  const repo = await makeRepo(stage.room('blog'));
  const commit = await commitWaitingInEditor(stage.crew, repo);
  await commit.kill();
  return { path: commit.lockPath, kind: 'git-index', state: 'suspect', pid: null, why: 'git was killed, and the lock names nobody' };
}

/** The same with a git that records its pid beside the lock; null where git is too old for that. */
export async function killedRecordedCommit(stage: Stage): Promise<DemoLock | null> {
  if (!(await gitIsAtLeast(2, 54))) return null;
  const repo = await makeRepo(stage.room('wiki'));
  const commit = await commitWaitingInEditor(stage.crew, repo, ['-c', 'core.lockfilePid=true', 'commit', '-a']);
  await commit.kill();
  return { path: commit.lockPath, kind: 'git-index', state: 'stale', pid: commit.gitPid, why: 'git was killed, and index~pid.lock names it' };
}
