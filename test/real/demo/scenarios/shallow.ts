import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitingCommand, writeScript } from '../git-hook.ts';
import { git, gitEnvironment, gitPath, makeRepo } from '../git-repo.ts';
import { play } from './scenario.ts';
import type { GitScenario } from './scenario.ts';

/** `git fetch --unshallow` waits for a server that is slow to pack: shallow.lock. */
export function shallowLock(folder: string): Promise<GitScenario> {
  return play(folder, async (crew, workspace, outside) => {
    const server = await makeRepo(path.join(outside, 'server'));
    const repo = path.join(workspace, 'repo');
    await git(workspace, 'clone', '--quiet', '--depth=1', pathToFileURL(server).href, repo);
    const env = gitEnvironment({ GIT_CONFIG_GLOBAL: slowServerConfig(outside) });
    const actor = crew.start({ command: 'git', args: ['fetch', '--unshallow'], cwd: repo, env, channel: 'inherited' });
    await actor.announced();
    const lockPath = await gitPath(repo, 'shallow.lock');
    // The server announces itself; git reads what it said before that in its own time.
    await crew.waitFor(() => existsSync(lockPath), lockPath);
    return { gitPid: actor.pid, lockPath };
  });
}

/** A configuration that reaches the server side too, which ignores the environment's and asks a hook to pack. */
function slowServerConfig(folder: string): string {
  const hook = path.join(folder, 'pack-objects');
  writeScript(hook, waitingCommand);
  const config = path.join(folder, 'gitconfig');
  writeFileSync(config, `[uploadpack]\n\tpackObjectsHook = ${JSON.stringify(hook)}\n[protocol "file"]\n\tallow = always\n`);
  return config;
}
