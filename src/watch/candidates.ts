import os from 'node:os';
import path from 'node:path';
import { contains } from '../base/paths.ts';
import type { CandidateFact } from '../locks/facts.ts';
import type { Observation } from '../locks/observation.ts';
import type { Machine, RunningProcess } from '../system/machine.ts';
import { commonFolder, repositoryOf } from './git-folders.ts';
import { realFolder } from './real-folder.ts';

const isGit = (program: string): boolean => program === 'git' || program.startsWith('git-') || program === 'git.exe';
const isJavaScript = (program: string): boolean => /^(?:node|nodejs|bun|deno|electron|npm|npx|yarn|pnpm)(?:\.exe)?$/i.test(program);

/** Processes that could hold anything at all, listed once for many locks. */
export class CandidateSearch {
  readonly #machine: Machine;
  readonly #isShared: (path: string) => boolean;
  #git: readonly RunningProcess[] | null | undefined;
  #javascript: readonly RunningProcess[] | null | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#isShared = machine.sharing();
  }

  /** The git processes that may hold a lock of this repository. */
  inRepository(gitDir: string, lock: Observation): CandidateFact {
    this.#git ??= this.#machine.running(isGit);
    if (this.#git === null || this.#isShared(lock.path)) return { is: 'unseen' };
    const eligible = this.#git.filter((process) => takesLocks(process) && this.#mayPrecede(process, lock));
    const working = eligible.filter((process) => {
      const repository = this.#repositoryOf(process);
      return repository !== null && sharesLock(repository, gitDir, lock.path);
    });
    if (working.length > 0) return { is: 'likely', processes: working };
    const hidden = eligible.some((process) => process.cwd === null);
    return hidden ? { is: 'unseen' } : { is: 'none', searched: 'git' };
  }

  /**
   * The JavaScript processes that may renew a heartbeat.
   * @param nearbyOnly leave out those that do not work near the lock
   */
  javascript(lock: Observation, nearbyOnly: boolean): CandidateFact {
    this.#javascript ??= this.#machine.running(isJavaScript);
    if (this.#javascript === null || this.#isShared(lock.path)) return { is: 'unseen' };
    const processes = this.#javascript.filter(
      (process) => process.pid !== globalThis.process.pid && this.#mayPrecede(process, lock) && (!nearbyOnly || worksNear(process, lock.path)),
    );
    return processes.length > 0 ? { is: 'possible', processes } : { is: 'none', searched: 'javascript' };
  }

  /** Whether the process may have been running when the lock was made. */
  #mayPrecede(process: RunningProcess, lock: Observation): boolean {
    return this.#machine.startedAfter(process, lock.bornAt ?? lock.writtenAt) !== 'yes';
  }

  #repositoryOf(process: RunningProcess): string | null {
    const given = gitDirArgument(process.argv) ?? this.#machine.environment(process.pid, 'GIT_DIR');
    if (given !== null) return path.resolve(process.cwd ?? '/', given);
    return process.cwd === null ? null : repositoryOf(process.cwd);
  }
}

/**
 * A worktree's own index and HEAD are locked by processes in that worktree alone; everything in the
 * common folder by those of any worktree.
 */
function sharesLock(repository: string, gitDir: string, lockPath: string): boolean {
  // The kernel shows a process's folder without symlinks; the lock's is as the user opened it.
  if (realFolder(repository) === realFolder(gitDir)) return true;
  const isOwnFile = ['index.lock', 'HEAD.lock'].includes(path.relative(gitDir, lockPath));
  return !isOwnFile && realFolder(commonFolder(repository)) === realFolder(commonFolder(gitDir));
}

/** Subcommands that take no lock, however long they run: a pager's log is no holder. */
const readers = new Set(
  `archive blame cat-file check-attr check-ignore cherry column config-list credential credential-cache credential-cache--daemon
  credential-store daemon describe for-each-ref fsmonitor--daemon grep help http-backend log ls-files ls-remote ls-tree
  merge-base name-rev range-diff rev-list rev-parse shortlog show show-ref upload-archive upload-pack var version whatchanged`.split(/\s+/),
);

function takesLocks(process: RunningProcess): boolean {
  const command = subcommand(process.argv);
  return command === null || !readers.has(command);
}

/** Global options of git that take their value as the next word. */
const withValue = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env', '--super-prefix']);

function subcommand(argv: readonly string[]): string | null {
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (withValue.has(word)) i++;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

function gitDirArgument(argv: readonly string[]): string | null {
  const at = argv.findIndex((word) => word === '--git-dir' || word.startsWith('--git-dir='));
  const word = argv[at];
  if (word === undefined) return null;
  return word === '--git-dir' ? (argv[at + 1] ?? null) : word.slice('--git-dir='.length);
}

/** Whether a process works in the lock's project: from a folder above it, though not from home or further up, or below. */
function worksNear(process: RunningProcess, lockPath: string): boolean {
  if (process.cwd === null) return true;
  const folder = realFolder(path.dirname(lockPath));
  if (process.argv.some((word) => path.isAbsolute(word) && contains(folder, word))) return true;
  if (contains(folder, process.cwd)) return true;
  return contains(process.cwd, folder) && !contains(process.cwd, realFolder(os.homedir()));
}
