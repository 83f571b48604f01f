import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';

/** Content of a file below /proc; null when its process is gone or not to be seen by this user. */
export function readProc(file: string): string | null {
  return unlessGone(() => readFileSync(file, 'utf8'));
}

/** Target of a link below /proc; null as above. */
export function readProcLink(link: string): string | null {
  return unlessGone(() => readlinkSync(link));
}

/** Names in a folder below /proc; null as above. */
export function listProc(folder: string): string[] | null {
  return unlessGone(() => readdirSync(folder));
}

function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const code = errnoCode(error);
    // ESRCH: the process went while /proc was being read. EINVAL: a kernel thread has no such link.
    if (code !== undefined && ['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EINVAL', 'ENOTDIR'].includes(code)) return null;
    throw error;
  }
}

/** All process ids, from a listing of /proc. */
export function listPids(): number[] {
  return (listProc('/proc') ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The parts of /proc/PID/stat that matter here; see proc_pid_stat(5). */
export interface ProcStat {
  readonly comm: string;
  readonly state: string;
  readonly parentPid: number;
  readonly threads: number;
  /** Clock ticks from boot to the process's start. */
  readonly startTicks: number;
}

/** Parses /proc/PID/stat. The name in parentheses may itself hold spaces and parentheses. */
export function parseStat(line: string): ProcStat | null {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = line.slice(close + 2).split(' ');
  const [state, parent] = fields;
  const threads = fields[17];
  const ticks = fields[19];
  if (state === undefined || parent === undefined || threads === undefined || ticks === undefined) return null;
  return { comm: line.slice(open + 1, close), state, parentPid: Number(parent), threads: Number(threads), startTicks: Number(ticks) };
}

export function readStat(pid: number): ProcStat | null {
  const line = readProc(`/proc/${pid}/stat`);
  return line === null ? null : parseStat(line);
}
