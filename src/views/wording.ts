import { hostname } from 'node:os';
import path from 'node:path';
import { formatDuration } from '../base/duration.ts';
import { contains } from '../base/paths.ts';
import { text, type Text } from '../base/text.ts';
import type { Holder, Lock } from '../locks/lock.ts';
import { oneLine } from './safe-text.ts';

/** An open folder of the workspace. */
export interface Folder {
  readonly name: string;
  readonly path: string;
}

/** A path as the workspace shows it: from its folder on, which is named only where there are several. */
export function nameInWorkspace(place: string, folders: readonly Folder[]): string {
  const folder = innermost(place, folders);
  if (folder === null) return oneLine(place);
  const within = path.relative(folder.path, place);
  if (within === '') return oneLine(folder.name);
  return oneLine(folders.length > 1 ? path.join(folder.name, within) : within);
}

/** The open folder that a path is in; of several the innermost, null when it is in none. */
export function innermost(place: string, folders: readonly Folder[]): Folder | null {
  const around = folders.filter((folder) => contains(folder.path, place));
  return around.reduce<Folder | null>((best, folder) => (best === null || folder.path.length > best.path.length ? folder : best), null);
}

/** How long a lock has been there, for people. */
export function ageOf(lock: Lock, now: number): string {
  return formatDuration(now - lock.acquiredAt);
}

/** What is so, in a few words: "held 3 m 12 s by git commit (4312)". */
export function describeLock(lock: Lock, now: number): Text {
  const age = ageOf(lock, now);
  const { holder } = lock;
  const { state } = lock.verdict;
  switch (state) {
    case 'held':
      return holder === null ? text('held {age}', { age }) : text('held {age} by {holder}', { age, holder: nameHolder(holder) });
    case 'unknown':
      return holder === null ? text('unknown, {age} old', { age }) : text('unknown, {age} old, names {holder}', { age, holder: nameHolder(holder) });
    case 'stale':
      return text('stale, {age} old', { age });
    case 'suspect':
      return text('suspect, {age} old', { age });
    case 'idle':
      return text('idle');
  }
}

/** The same as a sentence of its own, for screen readers. */
export function sayLock(name: string, title: string, description: string): Text {
  return text('{name}: {description}. {title}.', { name, description, title });
}

/** A sentence of the core with the path it is about as the workspace shows it. */
export function inWorkspace(sentence: Text, folders: readonly Folder[]): Text {
  const { path: place } = sentence.args;
  return typeof place === 'string' ? text(sentence.template, { ...sentence.args, path: nameInWorkspace(place, folders) }) : sentence;
}

const longestCommand = 32;

const thisMachine = hostname();

/** "git commit (4312)", "pid 4312 @ build-7", "pid 4312", "ada @ build-7". @param here the name of this machine, which goes without saying */
export function nameHolder({ pid, command, user, host }: Holder, here: string = thisMachine): string {
  if (command !== null && command !== '') return pid === null ? shortCommand(command) : `${shortCommand(command)} (${pid})`;
  const name = pid === null ? (user ?? '?') : `pid ${pid}`;
  return oneLine(host === null || host === here ? name : `${name} @ ${host}`);
}

/** A command line without the folders of its programs and files, and not longer than a label. */
export function shortCommand(command: string): string {
  const short = oneLine(command)
    .split(' ')
    .map((word) => (word.startsWith('-') ? word : path.basename(word) || word))
    .join(' ');
  return short.length > longestCommand ? `${short.slice(0, longestCommand - 1)}…` : short;
}
