import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Crew } from './crew.ts';
import { programPath } from './crew.ts';
import { gitEnvironment, gitPath } from './git-repo.ts';
import { shellWord } from './shell.ts';

/** A `git commit` that waits for its editor. */
export interface WaitingCommit {
  readonly gitPid: number;
  readonly editorPid: number;
  readonly lockPath: string;
  /** Lets the editor save its message; returns when git has committed. */
  readonly finish: () => Promise<void>;
  /** Kills git, then the editor that it has left; the lock stays. */
  readonly kill: () => Promise<void>;
}

/** A change to `notes.txt`, committed with `git commit -a` unless `args` say otherwise. */
export async function commitWaitingInEditor(
  crew: Crew,
  worktree: string,
  args: readonly string[] = ['commit', '-a'],
): Promise<WaitingCommit> {
  appendFileSync(path.join(worktree, 'notes.txt'), 'third\n');
  const lockPath = await gitPath(worktree, 'index.lock');
  // `exec`, so that no shell stands between git and its editor.
  const editor = `exec ${shellWord(process.execPath)} ${shellWord(programPath('editor.ts'))} <&3 >&4`;
  const actor = crew.start({ command: 'git', args, cwd: worktree, env: gitEnvironment({ GIT_EDITOR: editor }), channel: 'inherited' });
  const editorPid = Number((await actor.announced()).replace('editing ', ''));
  return {
    gitPid: actor.pid,
    editorPid,
    lockPath,
    finish: async () => {
      actor.tell('A change');
      const code = await actor.exited;
      if (code !== 0) throw new Error(`git commit ended with ${code}: ${actor.complaints}`);
    },
    kill: async () => {
      actor.signal('SIGKILL');
      await actor.exited;
      await actor.end();
    },
  };
}
