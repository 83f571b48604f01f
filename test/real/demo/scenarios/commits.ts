import path from 'node:path';
import { commitWaitingInEditor } from '../git-commit.ts';
import { addSubmodule, addWorktree, makeRepo, makeSeparateRepo } from '../git-repo.ts';
import { play } from './scenario.ts';
import type { GitScenario } from './scenario.ts';

/** `git commit -a` waits for its editor in a plain repository. */
export function commitInMainWorktree(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => commitWaitingInEditor(crew, await makeRepo(path.join(workspace, 'repo'))));
}

/** The same in a linked worktree: the lock is in the main one's git folder. */
export function commitInLinkedWorktree(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    return commitWaitingInEditor(crew, await addWorktree(repo, path.join(workspace, 'feature')));
  });
}

/** The same in a submodule: the lock is in the outer repository's `.git/modules`. */
export function commitInSubmodule(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace, outside) => {
    const library = await makeRepo(path.join(outside, 'library'));
    const repo = await makeRepo(path.join(workspace, 'repo'));
    return commitWaitingInEditor(crew, await addSubmodule(repo, library, 'library'));
  });
}

/** The same in a repository whose git folder is outside of the workspace. */
export function commitWithSeparateGitFolder(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace, outside) => {
    const repo = await makeSeparateRepo(path.join(workspace, 'repo'), path.join(outside, 'repo.git'));
    return commitWaitingInEditor(crew, repo);
  });
}

/** `git commit PATH` waits for its editor: it also writes the next index, with its pid in the name. */
export function commitOfPath(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    const { gitPid, lockPath } = await commitWaitingInEditor(crew, repo, ['commit', 'notes.txt']);
    const next = path.join(path.dirname(lockPath), `next-index-${gitPid}.lock`);
    return { gitPid, lockPath: next, otherLocks: [lockPath] };
  });
}

/** git was killed while it waited for its editor. */
export function killedCommit(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const commit = await commitWaitingInEditor(crew, await makeRepo(path.join(workspace, 'repo')));
    await commit.kill();
    return { lockPath: commit.lockPath, gitPid: null, expectedState: 'suspect' };
  });
}
