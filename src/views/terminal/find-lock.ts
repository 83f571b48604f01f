import path from 'node:path';
import { contains } from '../../base/paths.ts';
import type { Lock } from '../../locks/lock.ts';
import { holdersOf } from '../holders.ts';
import type { LockError } from './lock-errors.ts';

/**
 * The lock that a program speaks of: the one at the place that it names, the one that protects it,
 * the only one below it, or the only one that the named process holds.
 * @returns null when there is none, or when it may be one of several
 */
export function lockOf({ place, pid }: LockError, locks: readonly Lock[]): Lock | null {
  const engaged = locks.filter(({ verdict }) => verdict.state !== 'idle');
  if (place !== null) {
    const there = engaged.find((lock) => lock.path === place) ?? engaged.find((lock) => lock.resource === place);
    return there ?? onlyOne(engaged.filter((lock) => contains(place, lock.path)));
  }
  return pid === null ? null : onlyOne(engaged.filter((lock) => holdersOf(lock).some((holder) => holder.pid === pid)));
}

/** git's own code for what it cannot do at all. */
const gitFatal = 128;

/** Those that write the index, behind options of git itself. */
const writingGit = /^(?:\S*[/\\])?git(?:\.exe)?(?:\s+-[cC]\s+\S+|\s+--?[\w-]+(?:=\S+)?)*\s+(?:add|am|apply|checkout|cherry-pick|commit|merge|mv|pull|rebase|reset|restore|revert|rm|stash|switch)\b/;

/**
 * The index lock that has perhaps stopped a git command of whose output nothing is known: the editor
 * loses that of commands that end within milliseconds (microsoft/vscode#237208 and its like), and may
 * not have told yet where a new terminal is; then it is the only index lock of all.
 */
export function lockPerhapsOf(command: { readonly line: string; readonly exitCode: number | undefined; readonly cwd: string | null }, locks: readonly Lock[]): Lock | null {
  const { line, exitCode, cwd } = command;
  if (exitCode !== gitFatal || !writingGit.test(line.slice(0, 1000))) return null;
  const isAround = (lockPath: string): boolean => cwd === null || contains(path.dirname(path.dirname(lockPath)), cwd);
  return onlyOne(locks.filter(({ kind, path: at, verdict }) => kind === 'git-index' && verdict.state !== 'idle' && isAround(at)));
}

function onlyOne(locks: readonly Lock[]): Lock | null {
  return locks.length === 1 ? (locks[0] ?? null) : null;
}
