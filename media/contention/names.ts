import type { Actor } from '../../src/contention/model.ts';
import type { Folder } from '../../src/protocol/contention.ts';

const longestCommand = 40;

/** Names of locks are cut to so many letters where they stand in a line with others. */
export const longestLabel = 60;

let folders: readonly Folder[] = [];

/** Paths in these folders are named from there on. */
export function nameWithin(open: readonly Folder[]): void {
  folders = open.toSorted((a, b) => b.path.length - a.path.length);
}

/** A path from its open folder on, which is named where there are several; of others the last three names. */
export function shortPath(path: string): string {
  const folder = folders.find((one) => path.startsWith(one.path) && /^[\\/]/.test(path.slice(one.path.length)));
  if (folder === undefined) return path.split(/[\\/]/).filter(Boolean).slice(-3).join('/') || path;
  const within = path.slice(folder.path.length + 1);
  return folders.length > 1 ? `${folder.name}/${within}` : within;
}

/** A text of at most so many letters: cut in the middle, since the ends are what tells paths apart. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  // A command may have been cut before.
  return `${text.slice(0, most - 1 - end)}…${text.slice(text.length - end)}`.replace(/…\s*…/, '…');
}

/** "git commit (4312)", "pid 4312"; null when not even its number is known. */
export function nameActor({ pid, command }: Actor): string | null {
  if (command !== null && command !== '') return pid === null ? shortCommand(command) : `${shortCommand(command)} (${pid})`;
  return pid === null ? null : `pid ${pid}`;
}

/** A command line without the folders of its programs and files, and not longer than a label. */
export function shortCommand(command: string): string {
  const short = command
    .split(' ')
    .map((word) => (word.startsWith('-') ? word : (word.split(/[\\/]/).at(-1) || word)))
    .join(' ');
  return short.length > longestCommand ? `${short.slice(0, longestCommand - 1)}…` : short;
}

/** A length of time with the precision at which it means something: "0.42 ms", "12.3 ms", "3.42 s", "3 m 12 s". @param ms */
export function formatLength(ms: number): string {
  if (ms < 9.995) return `${ms.toFixed(2)} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9995 ? 2 : 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} m ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** A time of day with as many digits as a step of that length needs. @param time ms since the epoch @param step ms */
export function formatTime(time: number, step: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (step >= 60_000) return clock;
  const seconds = `${clock}:${two(date.getSeconds())}`;
  if (step >= 1000) return seconds;
  const ms = ((time % 1000) + 1000) % 1000;
  const digits = step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(step)));
  const [whole = '0', part] = ms.toFixed(digits).split('.');
  return `${seconds}.${whole.padStart(3, '0')}${part === undefined ? '' : part}`;
}
