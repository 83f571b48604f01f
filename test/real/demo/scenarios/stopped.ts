import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor } from '../actor.ts';
import type { Crew } from '../crew.ts';
import { gitEnvironment, gitPath, makeRepo } from '../git-repo.ts';
import { stateLetter } from '../processes.ts';
import { play } from './scenario.ts';
import type { GitScenario } from './scenario.ts';

/** `git config` stopped while it rewrites the configuration: config.lock. */
export function configLock(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    // Much to read under the lock, so that there is time to stop git.
    const manyLines = '\tkey = some value that git must read\n'.repeat(100_000);
    appendFileSync(await gitPath(repo, 'config'), `[lockscope-demo]\n${manyLines}`);
    return stopWhileHolding(crew, repo, 'config.lock', ['config', 'demo.key', 'value']);
  });
}

/** `git gc` stopped in mid-work: gc.pid, which records pid and host. */
export function gcPid(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace) => {
    const repo = await makeRepo(path.join(workspace, 'repo'));
    return stopWhileHolding(crew, repo, 'gc.pid', ['gc', '--quiet']);
  });
}

/** Runs git and stops it as soon as it holds the lock; again when it was quicker than we are. */
async function stopWhileHolding(
  crew: Crew,
  repo: string,
  name: string,
  args: readonly string[],
): Promise<{ lockPath: string; gitPid: number }> {
  const lockPath = await gitPath(repo, name);
  for (let attempt = 0; attempt < 50; attempt++) {
    const actor = crew.start({ command: 'git', args, cwd: repo, env: gitEnvironment() });
    if ((await stopOnceThere(actor, lockPath)) && existsSync(lockPath)) return { lockPath, gitPid: actor.pid };
    await actor.end();
  }
  throw new Error(`git was always too quick to be stopped with ${lockPath}`);
}

/** Returns whether the process was stopped before it ended. */
async function stopOnceThere(actor: Actor, lockPath: string): Promise<boolean> {
  // Every turn of the event loop counts here.
  while (!actor.hasEnded && !existsSync(lockPath)) await nextTurn();
  actor.signal('SIGSTOP');
  // Signals arrive in their own time; only Linux shows when.
  while (!actor.hasEnded && process.platform === 'linux' && stateLetter(actor.pid) !== 'T') await nextTurn();
  return !actor.hasEnded;
}
