import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An environment in which git knows nothing of its user, this machine or the repository that it runs in. */
export function gitEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ann Demo',
    GIT_AUTHOR_EMAIL: 'ann@demo.example',
    GIT_COMMITTER_NAME: 'Ann Demo',
    GIT_COMMITTER_EMAIL: 'ann@demo.example',
    // Messages are compared with, and background upkeep would take locks that nobody asked for.
    LC_ALL: 'C',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'gc.auto',
    GIT_CONFIG_VALUE_0: '0',
    GIT_CONFIG_KEY_1: 'protocol.file.allow',
    GIT_CONFIG_VALUE_1: 'always',
    ...more,
  };
}

/** Runs git to its end and returns what it printed, without the last line break. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd, env: gitEnvironment(), maxBuffer: 1 << 24 });
  return stdout.replace(/\n$/, '');
}

/** Whether the installed git is at least this version. */
export async function gitIsAtLeast(major: number, minor: number): Promise<boolean> {
  const [, foundMajor = 0, foundMinor = 0] = (/(\d+)\.(\d+)/.exec(await git('.', '--version')) ?? []).map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

/** Where git keeps a file of the repository that `worktree` belongs to, for instance its index.lock. */
export async function gitPath(worktree: string, name: string): Promise<string> {
  return path.resolve(worktree, await git(worktree, 'rev-parse', '--git-path', name));
}

/** Makes a repository with two commits on `main` in a folder, which is made if need be. */
export async function makeRepo(folder: string, ...initOptions: readonly string[]): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await git(folder, 'init', '--quiet', '--initial-branch=main', ...initOptions);
  await addCommit(folder, 'notes.txt', 'first\n');
  await addCommit(folder, 'notes.txt', 'first\nsecond\n');
  return folder;
}

/** Writes a file and commits it. */
export async function addCommit(worktree: string, name: string, content: string): Promise<void> {
  writeFileSync(path.join(worktree, name), content);
  await git(worktree, 'add', '--', name);
  await git(worktree, 'commit', '--quiet', '--message', `Change ${name}`);
}

/** Makes a repository whose git folder stands elsewhere. */
export function makeSeparateRepo(folder: string, gitDir: string): Promise<string> {
  return makeRepo(folder, '--separate-git-dir', gitDir);
}

/** Makes a bare copy of a repository. */
export async function makeBareRepo(from: string, folder: string): Promise<string> {
  await git(from, 'clone', '--quiet', '--bare', from, folder);
  return folder;
}

/** Adds a linked worktree with a new branch of the folder's name. */
export async function addWorktree(repo: string, folder: string): Promise<string> {
  await git(repo, 'worktree', 'add', '--quiet', '-b', path.basename(folder), folder);
  return folder;
}

/** Adds a repository as a submodule and commits that; returns the submodule's worktree. */
export async function addSubmodule(repo: string, from: string, name: string): Promise<string> {
  await git(repo, 'submodule', '--quiet', 'add', from, name);
  await git(repo, 'commit', '--quiet', '--message', `Add ${name}`);
  return path.join(repo, name);
}
