import path from 'node:path';
import type { Crew } from '../crew.ts';
import { waitInReferenceTransactions } from '../git-hook.ts';
import { git, gitEnvironment, gitPath, makeRepo } from '../git-repo.ts';
import { play } from './scenario.ts';
import type { GitScenario } from './scenario.ts';

/** git moves a detached HEAD: HEAD.lock. */
export function headLock(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    await git(repo, 'checkout', '--quiet', '--detach');
    const gitPid = await waitIn(crew, repo, ['update-ref', '--no-deref', 'HEAD', 'HEAD~1']);
    return { gitPid, lockPath: await gitPath(repo, 'HEAD.lock') };
  });
}

/** git moves a branch: its `.lock` below refs/heads, here in a folder of its own. */
export function branchLock(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    const gitPid = await waitIn(crew, repo, ['update-ref', 'refs/heads/topic/search', 'HEAD']);
    return { gitPid, lockPath: await gitPath(repo, 'refs/heads/topic/search.lock') };
  });
}

/** git deletes a packed branch, for which it locks the branch and rewrites packed-refs. */
export function packedRefsLock(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    await git(repo, 'branch', 'topic');
    await git(repo, 'pack-refs', '--all');
    const gitPid = await waitIn(crew, repo, ['update-ref', '-d', 'refs/heads/topic']);
    const lockPath = await gitPath(repo, 'packed-refs.lock');
    return { gitPid, lockPath, otherLocks: [await gitPath(repo, 'refs/heads/topic.lock')] };
  });
}

/** Runs git up to the point where it has locked all references that it will change; returns its pid. */
async function waitIn(crew: Crew, repo: string, args: readonly string[]): Promise<number> {
  await waitInReferenceTransactions(repo);
  const actor = crew.start({ command: 'git', args, cwd: repo, env: gitEnvironment(), channel: 'inherited' });
  await actor.announced();
  return actor.pid;
}
