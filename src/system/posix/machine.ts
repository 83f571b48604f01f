import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { endProcess } from '../end.ts';
import { hostname, type EndOutcome, type EndSignal, type Machine, type Probe, type RunningProcess, type Sharing } from '../machine.ts';
import { commandLine, compareStart, signalProbe } from '../processes.ts';

/**
 * macOS and other Unix systems, through `ps`. It shows no descriptors and no working folders, so a
 * lock that names nobody stays unknown there.
 */
export class PosixMachine implements Machine {
  readonly hostname = hostname();

  probe(pid: number): Probe {
    const alive = signalProbe(pid);
    if (alive === 'dead') return { is: 'dead' };
    const line = ps(['-p', String(pid)])[0];
    if (line === undefined) return alive === 'hidden' ? { is: 'hidden' } : { is: 'dead' };
    return line.state.startsWith('Z') ? { is: 'zombie' } : { is: 'alive', process: line.process };
  }

  lives(process: ProcessInfo): boolean {
    // ps costs milliseconds, so the number's reuse is noticed only at the next full probe.
    return signalProbe(process.pid) !== 'dead';
  }

  running(isProgram: (program: string) => boolean): readonly RunningProcess[] {
    return ps(['-A'])
      .filter(({ state, process }) => !state.startsWith('Z') && isProgram(process.program))
      .map(({ process }) => process);
  }

  glimpse(isProgram: (program: string) => boolean): readonly RunningProcess[] {
    return this.running(isProgram);
  }

  looksInto(): boolean {
    // ps shows what processes call themselves.
    return false;
  }

  environment(): null {
    return null;
  }

  openers(): null {
    return null;
  }

  sharing(): () => Sharing {
    return () => 'private';
  }

  kernelLocks(): null {
    return null;
  }

  lineage(): Lineage {
    return { parents: [], container: null };
  }

  end(process: ProcessInfo, signal: EndSignal): EndOutcome {
    return endProcess(process, signal, (pid) => this.probe(pid));
  }

  bootId(): null {
    return null;
  }

  namesakes(): ReadonlySet<number> {
    return new Set();
  }

  bootedAfter(): null {
    return null;
  }

  startedAfter(process: ProcessInfo, at: number): 'yes' | 'no' | 'unclear' {
    // lstart has whole seconds, so the start may be up to a second later than it says.
    return process.startedAt === null ? 'unclear' : compareStart(process.startedAt, at);
  }
}

interface PsLine {
  readonly state: string;
  readonly process: RunningProcess;
}

function ps(which: readonly string[]): PsLine[] {
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
