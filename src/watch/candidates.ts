import path from 'node:path';
import { upwards } from '../base/paths.ts';
import type { CandidateFact, SearchedFor, WorkingIn } from '../locks/facts.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import type { Machine, RunningProcess, Sharing } from '../system/machine.ts';
import { commonFolder, isGitFolder, repositoryOf } from './git-folders.ts';
import { kernelPaths, realFolder, realSharing } from './real-folder.ts';

const isGit = (program: string): boolean => program === 'git' || program.startsWith('git-') || program === 'git.exe';
const isJavaScript = (program: string): boolean => /^(?:node|nodejs|bun|deno|electron|npm|npx|yarn|pnpm|code|code-insiders|codium|cursor|windsurf)(?:[-.\d]*|\.exe)$/i.test(program);

/** A child that git has just forked has open what git has, until it becomes another program: it is the last to be named. */
function parentsFirst(processes: readonly RunningProcess[]): RunningProcess[] {
  const isChild = ({ parentPid }: RunningProcess): boolean => processes.some(({ pid }) => pid === parentPid);
  return processes.toSorted((a, b) => Number(isChild(a)) - Number(isChild(b)));
}

/** Who was seen at the making of a lock. */
export interface Creators {
  readonly processes: readonly ProcessInfo[];
  /** Whether one of them is its creator for certain: they had it open, or could not be where they are without it. */
  readonly isCertain: boolean;
}

export const nobodySeen: Creators = { processes: [], isCertain: false };

/**
 * Whether a process is a `git commit` that has its repository's index locked: it commits more than what
 * is staged (`-a`, `-i`, `-p`, paths), for which it keeps the lock from its beginning to its end, and it
 * has got so far as to run a hook or an editor (builtin/commit.c, prepare_index and prepare_to_commit).
 */
export function holdsIndexLock(process: RunningProcess, machine: Machine): boolean {
  const words = process.argv.slice(process.argv.indexOf('commit') + 1);
  const takesMore = words.some((word) => /^(?:--(?:all|include|only|patch|interactive)|-[a-zA-Z]*[aiop][a-zA-Z]*)$/.test(word) || word === '--');
  if (subcommand(process.argv) !== 'commit' || !takesMore) return false;
  return machine.running(() => true)?.some((child) => child.parentPid === process.pid && !isGit(child.program)) ?? false;
}

function isOneOf(searched: Exclude<SearchedFor, 'git' | WorkingIn>): (program: string) => boolean {
  if (searched === 'javascript') return isJavaScript;
  if (searched === 'anybody') return () => true;
  const names = new Set(searched);
  return (program) => names.has(program.replace(/\.exe$/i, ''));
}

/** Processes that could hold anything at all, listed once for many locks. */
export class CandidateSearch {
  readonly #machine: Machine;
  readonly #sharing: (path: string) => Sharing;
  #git: readonly RunningProcess[] | null | undefined;
  readonly #found = new Map<string, readonly RunningProcess[] | null>();

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#sharing = realSharing(machine);
  }

  /** The git processes that may hold a lock of this repository. */
  inRepository(gitDir: string, lock: Observation): CandidateFact {
    const eligible = this.#eligible(lock);
    if (eligible === null) return { is: 'unseen' };
    const processes = eligible.filter((process) => this.#isIn(process, gitDir, lock));
    if (processes.length > 0) return { is: 'likely', processes };
    const hidden = eligible.some((process) => process.cwd === null);
    return hidden ? { is: 'unseen' } : { is: 'none', searched: 'git' };
  }

  /**
   * The git processes that may be making a lock of this repository at this moment.
   * @returns certain, where they have it open; else they only work there
   */
  creators(gitDir: string, lock: Observation): Creators {
    if (this.#sharing(lock.path) !== 'private') return nobodySeen;
    const running = this.#machine.glimpse(isGit).filter((process) => takesLocks(process) && this.#mayPrecede(process, lock));
    const working = running.filter((process) => this.#isIn(process, gitDir, lock));
    const place = kernelPaths()(lock.path);
    const opened = working.length === 0 ? undefined : this.#machine.openers([place], working)?.get(place);
    if (opened !== undefined) return { processes: parentsFirst(opened), isCertain: true };
    return { processes: parentsFirst(working.filter((process) => !bystanders.has(subcommand(process.argv) ?? ''))), isCertain: false };
  }

  /** The processes of these programs, wherever they work, that may have made a lock; this one may be among them. */
  anywhere(searched: Exclude<SearchedFor, 'git' | WorkingIn>, lock: Observation): CandidateFact {
    const running = this.#running(searched);
    if (running === null || this.#sharing(lock.path) !== 'private') return { is: 'unseen' };
    const processes = running.filter((process) => this.#mayPrecede(process, lock));
    if (processes.length > 0) return { is: 'possible', processes };
    // Who renews a lock runs as its owner; another user's process may go by any name.
    return this.#machine.looksInto(lock.uid) ? { is: 'none', searched } : { is: 'unseen' };
  }

  /** Those that work in a folder now; a lock that they keep up may be older or younger than they are. */
  workingIn({ programs, folder }: WorkingIn, lock: Observation): CandidateFact {
    const running = this.#running(programs);
    if (running === null || this.#sharing(lock.path) !== 'private') return { is: 'unseen' };
    const processes = running.filter(({ cwd }) => cwd !== null && realFolder(cwd) === realFolder(folder));
    if (processes.length > 0) return { is: 'likely', processes };
    return running.some(({ cwd }) => cwd === null) ? { is: 'unseen' } : { is: 'none', searched: programs };
  }

  #running(searched: Exclude<SearchedFor, 'git' | WorkingIn>): readonly RunningProcess[] | null {
    const key = String(searched);
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = this.#machine.running(isOneOf(searched));
    this.#found.set(key, found);
    return found;
  }

  /** Whether the process may have been running when the lock was made: in a file that is older than its lock, that is its last writing. */
  #mayPrecede(process: RunningProcess, { bornAt, writtenAt }: Observation): boolean {
    return this.#machine.startedAfter(process, Math.max(bornAt ?? 0, writtenAt)) !== 'yes';
  }

  #eligible(lock: Observation): RunningProcess[] | null {
    if (this.#sharing(lock.path) !== 'private') return null;
    this.#git ??= this.#machine.running(isGit);
    return this.#git?.filter((process) => takesLocks(process) && this.#mayPrecede(process, lock)) ?? null;
  }

  #isIn(process: RunningProcess, gitDir: string, lock: Observation): boolean {
    const repository = this.#repositoryOf(process);
    return repository !== null && sharesLock(repository, gitDir, lock.path);
  }

  #repositoryOf(process: RunningProcess): string | null {
    const given = gitDirArgument(process.argv) ?? this.#machine.environment(process.pid, 'GIT_DIR');
    if (given !== null && path.isAbsolute(given)) return given;
    if (process.cwd === null) return null;
    // git changes its folder after it has read a relative name, so that is tried from each folder above.
    const from = given === null ? [] : [...upwards(process.cwd)].map((folder) => path.resolve(folder, given));
    return from.find(isGitFolder) ?? repositoryOf(process.cwd);
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
  diff difftool merge-base name-rev range-diff rev-list rev-parse shortlog show show-ref upload-archive upload-pack var version whatchanged`.split(/\s+/),
);

/** Those that may well be at work for long while somebody else makes a lock: without its file open they are not taken for its creator. */
const bystanders = new Set(['status', 'fetch', 'push', 'maintenance', 'gc', 'repack']);

function takesLocks(process: RunningProcess): boolean {
  const command = subcommand(process.argv);
  return command === null || !readers.has(command);
}

/** Global options of git that take their value as the next word. */
const withValue = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env', '--super-prefix']);

function subcommand(argv: readonly string[]): string | null {
  const own = /^git-(.+)$/.exec(path.basename(argv[0] ?? ''))?.[1];
  if (own !== undefined) return own;
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
