import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** What a program says of a lock that stops it. */
export interface LockError {
  /** The program, as people call it. */
  readonly tool: string;
  /** The lock, what it protects, or a folder around it; null where the program does not say. */
  readonly place: string | null;
  /** Of the holder; null where the program does not say. */
  readonly pid: number | null;
  /** Whether the program goes on when the lock is released, instead of having given up; it has said nothing since. */
  readonly waits: boolean;
}

interface Message {
  readonly tool: string;
  /** May name the groups `path` and `pid`. No part of it may run on without a bound: the text is anybody's. */
  readonly pattern: RegExp;
  /** The lock below that path; or the place itself where the message names none. */
  readonly lock?: (named: string) => string;
  /** Where it is when no path is named. */
  readonly usual?: string;
  readonly waits?: true;
}

const below = (within: string) => (folder: string): string => path.join(folder, within);
const beside = (ending: string) => (file: string): string => file + ending;

/** The words of each program; the sources of all are in the tests. */
const messages: readonly Message[] = [
  { tool: 'git', pattern: /Unable to create '(?<path>[^\n]{1,4096}?\.lock)': File exists/g },
  { tool: 'git', pattern: /could not lock config file (?<path>[^\n]{1,4096}?): File exists/g, lock: beside('.lock') },
  { tool: 'Mercurial', pattern: /waiting for lock on working directory of (?<path>[^\n]{1,4096}?) held by (?:process '(?<pid>\d+)')?/g, lock: below('.hg/wlock'), waits: true },
  { tool: 'Mercurial', pattern: /waiting for lock on repository (?<path>[^\n]{1,4096}?) held by (?:process '(?<pid>\d+)')?/g, lock: below('.hg/store/lock'), waits: true },
  { tool: 'Mercurial', pattern: /abort: working directory of (?<path>[^\n]{1,4096}?): timed out waiting for lock held by '[^'\n]{0,255}:(?<pid>\d+)'/g, lock: below('.hg/wlock') },
  { tool: 'Mercurial', pattern: /abort: repository (?<path>[^\n]{1,4096}?): timed out waiting for lock held by '[^'\n]{0,255}:(?<pid>\d+)'/g, lock: below('.hg/store/lock') },
  { tool: 'Subversion', pattern: /svn: E155004: (?:Working copy )?'(?<path>[^\n]{1,4096}?)' (?:is already )?locked/g, lock: below('.svn/wc.db') },
  { tool: 'Breezy', pattern: /Unable to obtain lock (?<path>file:\/\/[^\s]{1,4096}) held by [^\n]{1,500}?\(process #(?<pid>\d+)\)[^\n]{0,200}(?:\nWill continue to try [^\n]{1,200})?(?:\nSee [^\n]{1,200})?/g, waits: true },
  { tool: 'apt', pattern: /Waiting for cache lock: Could not get lock (?<path>\/[^\s]{1,4096}?)\. It is held by process (?<pid>\d+)/g, waits: true },
  { tool: 'apt', pattern: /E: Could not get lock (?<path>\/[^\s]{1,4096}?)(?:\. It is held by process (?<pid>\d+)| - open)/g },
  { tool: 'apt', pattern: /E: Unable to acquire the dpkg frontend lock \((?<path>\/[^)\n]{1,4096})\), is another process using it/g },
  { tool: 'dpkg', pattern: /dpkg: error: dpkg frontend lock was locked by another process with pid (?<pid>\d+)/g, usual: '/var/lib/dpkg/lock-frontend' },
  { tool: 'dpkg', pattern: /dpkg: error: dpkg database lock was locked by another process with pid (?<pid>\d+)/g, usual: '/var/lib/dpkg/lock' },
  { tool: 'cargo', pattern: /Blocking waiting for file lock on (?:build|artifact) directory/g, usual: 'target', waits: true },
  { tool: 'cargo', pattern: /Blocking waiting for file lock on (?!build|artifact)[a-z ]{1,40}/g, waits: true },
  { tool: 'Terraform', pattern: /Error acquiring the state lock(?:[^]{0,800}?\n\s*Path: +(?<path>[^\n]{1,4096}))?/g },
  { tool: 'proper-lockfile', pattern: /Lock file is already being held(?:[^]{0,4000}?\bfile: '(?<path>[^'\n]{1,4096})')?/g, lock: beside('.lock') },
  { tool: 'Next.js', pattern: /Unable to acquire lock at (?<path>[^,\n]{1,4096}), is another instance of next/g },
  { tool: 'Snakemake', pattern: /Error: Directory cannot be locked\.[^\n]{0,300}\n(?<path>\/[^\n]{1,4096})/g, lock: below('.snakemake/locks') },
  { tool: 'Gradle', pattern: /Timeout waiting to lock [^]{0,600}?Owner PID: (?:(?<pid>\d+)|unknown)[^]{0,600}?\n\s*Lock file: (?<path>[^\n]{1,4096})/g },
  { tool: 'Bazel', pattern: /Another command \(pid=(?<pid>\d+)\) is running/g, waits: true },
  { tool: 'filelock', pattern: /The file lock '(?<path>[^'\n]{1,4096})' could not be acquired/g },
  { tool: 'Yarn', pattern: /Waiting for the other yarn instance to finish(?: \((?<pid>\d+))?/g, waits: true },
];

/**
 * What the end of a program's output says of a lock that stops it; the last such message counts.
 * @param output raw, as the terminal gets it
 * @param cwd where the program ran; null where that is not known
 */
export function findLockError(output: string, cwd: string | null): LockError | null {
  const text = plainText(output);
  let last: { readonly at: number; readonly error: LockError } | null = null;
  for (const message of messages) {
    for (const match of text.matchAll(message.pattern)) {
      if (message.waits === true && !isLastWord(text, match)) continue;
      if (last === null || match.index >= last.at) last = { at: match.index, error: errorOf(message, match.groups ?? {}, cwd) };
    }
  }
  return last?.error ?? null;
}

/** Whether an output says nothing at all. */
export function isSilent(output: string): boolean {
  return plainText(output).trim() === '';
}

/** Whether nothing follows a message but the rest of its line, and the user's Ctrl+C: whoever waited and goes on has got its lock. */
function isLastWord(text: string, { index, 0: message }: RegExpExecArray): boolean {
  return /^[^\n]*[\s^C]*$/.test(text.slice(index + message.length));
}

/** Without what only a terminal understands, and without the frame that Terraform draws around its errors. */
function plainText(output: string): string {
  return stripVTControlCharacters(output).replaceAll(/\r\n?/g, '\n').replaceAll(/^[│╷╵] ?/gm, '');
}

function errorOf({ tool, lock, usual, waits }: Message, { path: named, pid }: Partial<Record<string, string>>, cwd: string | null): LockError {
  const within = named === undefined ? usual : fromUrl(named.trim());
  const place = within === undefined ? null : absolute(within, cwd);
  return { tool, place: place === null || named === undefined ? place : (lock?.(place) ?? place), pid: pid === undefined ? null : Number(pid), waits: waits === true };
}

function absolute(place: string, cwd: string | null): string | null {
  if (path.isAbsolute(place)) return path.resolve(place);
  return cwd === null ? null : path.resolve(cwd, place);
}

function fromUrl(place: string): string {
  return URL.canParse(place) && place.startsWith('file:') ? fileURLToPath(place) : place;
}
