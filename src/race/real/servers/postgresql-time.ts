import { listPids, readProc } from '../../../system/linux/proc.ts';

/** /proc counts times in hundredths of a second, on every Linux; see sysconf(_SC_CLK_TCK). */
const msOfATick = 10;

/** Where a process is in the tree, and its times in ticks; see proc_pid_stat(5). */
interface Times {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended and were waited for. */
  readonly ended: number;
}

/** User and system time of a process and its children, those that have ended too, ms; null where that cannot be told. */
export function cpuMsWithChildren(pid: number | null): number | null {
  const times = pid === null || process.platform !== 'linux' ? null : timesOf(pid);
  if (times === null) return null;
  const children = listPids().flatMap((each) => timesOf(each) ?? []).filter(({ parent }) => parent === pid);
  return children.reduce((sum, { own, ended }) => sum + own + ended, times.own + times.ended) * msOfATick;
}

function timesOf(pid: number): Times | null {
  const line = readProc(`/proc/${pid}/stat`);
  return line === null ? null : timesIn(line);
}

/** @param line of /proc/PID/stat; the name in it may hold spaces and parentheses */
export function timesIn(line: string): Times | null {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number);
  const [parent, user, system, userEnded, systemEnded] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
  if (parent === undefined || user === undefined || system === undefined || userEnded === undefined || systemEnded === undefined) return null;
  return { parent, own: user + system, ended: userEnded + systemEnded };
}
