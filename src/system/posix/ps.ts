import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { RunningProcess } from '../machine.ts';
import { commandLine } from '../processes.ts';

/** A line of ps. */
export interface PsLine {
  readonly state: string;
  readonly process: RunningProcess;
}

/** Lists processes; none when none matches, or when there is no ps. */
export function ps(which: readonly string[]): PsLine[] {
  let output: string;
  try {
    output = execFileSync('ps', [...which, '-o', 'pid=,ppid=,user=,state=,lstart=,args='], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch {
    // ps exits with 1 when no process matches; without ps nothing is known, which is what none says.
    return [];
  }
  return output.split('\n').map(parsePsLine).filter((line) => line !== null);
}

/** One line of `ps -o pid=,ppid=,user=,state=,lstart=,args=` under LC_ALL=C. */
export function parsePsLine(line: string): PsLine | null {
  const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\w{3} \w{3} [\d ]\d \d\d:\d\d:\d\d \d{4})\s+(.*)$/.exec(line);
  if (match === null) return null;
  const [, pid, parentPid, user = '', state = '', started = '', args = ''] = match;
  const startedAt = Date.parse(started);
  return {
    state,
    process: {
      pid: Number(pid),
      parentPid: Number(parentPid),
      user,
      program: path.basename(args.split(' ')[0] ?? ''),
      argv: args.split(' '),
      command: commandLine(args.split(' ')),
      cwd: null,
      startedAt: Number.isNaN(startedAt) ? null : startedAt,
      startMark: started,
      stopped: state.startsWith('T'),
    },
  };
}
