import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { errnoCode } from '../../../src/base/errors.ts';
import { contains } from '../../../src/base/paths.ts';

/** Whether a process with this number runs. A zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errnoCode(error) === 'EPERM';
  }
  return statOf(pid)?.letter !== 'Z';
}

/** Whether any process of this group runs. */
export function groupIsAlive(group: number): boolean {
  if (process.platform !== 'linux') return isAlive(process.platform === 'win32' ? group : -group);
  return pids().some((pid) => {
    const stat = statOf(pid);
    return stat !== null && stat.group === group && stat.letter !== 'Z';
  });
}

/** The state letter of a process ('T' when it is stopped), or null where there is none or no /proc. */
export function stateLetter(pid: number): string | null {
  return statOf(pid)?.letter ?? null;
}

/** When a process started, ms since the epoch, to within some 20 ms; null where there is none or no /proc. */
export function startedAt(pid: number): number | null {
  const stat = statOf(pid);
  if (stat === null) return null;
  // The kernel shows ticks of 1/100 s since boot, whatever its own clock runs at.
  const upFor = Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000;
  return Date.now() - upFor + stat.startTicks * 10;
}

/** The processes that have this very path open, as far as this user may see them. Linux only. */
export function openersOf(path: string): number[] {
  return pids().filter((pid) => openFiles(pid).includes(path));
}

/** The processes that work in a folder or below it, even if it has been deleted since. Linux only. */
export function workingIn(folder: string): number[] {
  return pids().filter((pid) => contains(folder, orNone(() => readlinkSync(`/proc/${pid}/cwd`), '/')));
}

function pids(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return orNone(() => readdirSync(folder), []).map((fd) => orNone(() => readlinkSync(`${folder}/${fd}`), ''));
}

interface Stat {
  readonly letter: string;
  readonly group: number;
  readonly startTicks: number;
}

function statOf(pid: number): Stat | null {
  const text = orNone(() => readFileSync(`/proc/${pid}/stat`, 'latin1'), null);
  if (text === null) return null;
  // The command stands in parentheses and may contain blanks and parentheses itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { letter: fields[0] ?? '', group: Number(fields[2]), startTicks: Number(fields[19]) };
}

/** Processes come and go while they are looked at, and others' may not be looked into. */
function orNone<T>(look: () => T, none: T): T {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(errnoCode(error) ?? '')) return none;
    throw error;
  }
}
