import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../../base/errors.ts';
import type { ProcessInfo } from '../../locks/lock.ts';
import { hostname, type Machine, type Probe, type RunningProcess } from '../machine.ts';
import { mountAt, readMounts, remoteType } from '../mounts.ts';
import { commandLine, compareStart, signalProbe } from '../processes.ts';
import { BootClock } from './boot-clock.ts';
import { findOpeners } from './openers.ts';
import { listPids, readProc, readProcLink, readStat, type ProcStat } from './proc.ts';

/** The first pid namespace, whose number is fixed in the kernel (PROC_PID_INIT_INO). */
const initialPidNamespace = 'pid:[4026531836]';

/** Linux, read from /proc. */
export class LinuxMachine implements Machine {
  readonly hostname = hostname();
  readonly #clock = new BootClock();

  probe(pid: number): Probe {
    const stat = readStat(pid);
    // With hidepid, /proc has no entry of other users' processes, but a signal still meets them.
    if (stat === null) return signalProbe(pid) === 'dead' ? { is: 'dead' } : { is: 'hidden' };
    if (stat.state === 'Z' || stat.state === 'X') return { is: 'zombie' };
    return { is: 'alive', process: this.#describe(pid, stat) };
  }

  lives(process: ProcessInfo): boolean {
    const stat = readStat(process.pid);
    if (stat === null) return signalProbe(process.pid) !== 'dead';
    return stat.state !== 'Z' && stat.state !== 'X' && String(stat.startTicks) === (process.startMark ?? String(stat.startTicks));
  }

  running(isProgram: (program: string) => boolean): readonly RunningProcess[] {
    const found: RunningProcess[] = [];
    for (const pid of listPids()) {
      const stat = readStat(pid);
      if (stat === null || stat.state === 'Z' || stat.state === 'X') continue;
      if (isProgram(stat.comm) || isProgram(programOf(argvOf(pid), stat))) found.push(this.#describe(pid, stat));
    }
    return found;
  }

  environment(pid: number, variable: string): string | null {
    const found = readProc(`/proc/${pid}/environ`)
      ?.split('\0')
      .find((entry) => entry.startsWith(`${variable}=`));
    return found?.slice(variable.length + 1) ?? null;
  }

  openers(paths: readonly string[], among?: readonly ProcessInfo[]): ReadonlyMap<string, readonly RunningProcess[]> {
    const found = new Map<string, readonly RunningProcess[]>();
    for (const [file, pids] of findOpeners(new Set(paths), among?.map(({ pid }) => pid) ?? listPids())) {
      const alive = pids.map((pid) => this.probe(pid)).filter((probe) => probe.is === 'alive');
      if (alive.length > 0) found.set(file, alive.map((probe) => probe.process));
    }
    return found;
  }

  sharing(): (path: string) => boolean {
    const mounts = readMounts();
    const contained = readProcLink('/proc/self/ns/pid') !== initialPidNamespace;
    return (place) => {
      const mount = mountAt(mounts, place);
      // In a container, a folder mounted from outside is used by the machine outside, whose processes cannot be seen.
      return remoteType(mount) !== null || (contained && mount !== undefined && mount.root !== '/' && mount.type !== 'overlay');
    };
  }

  namesakes(): ReadonlySet<number> {
    const own = readProcLink('/proc/self/ns/pid');
    const elsewhere = listPids().filter((pid) => readProcLink(`/proc/${pid}/ns/pid`) !== own);
    return new Set(elsewhere.map((pid) => numberInside(pid)).filter((number) => number !== null));
  }

  bootedAfter(): number {
    return this.#clock.earliest();
  }

  startedAfter(process: ProcessInfo, at: number): 'yes' | 'no' | 'unclear' {
    const order = compareStart(process.startedAt, at);
    if (order !== 'yes' || process.startedAt === null || process.startMark === null) return order;
    return this.#clock.mayHaveJumped(Number(process.startMark), process.startedAt - at) ? 'unclear' : 'yes';
  }

  #describe(pid: number, stat: ProcStat): RunningProcess {
    const argv = argvOf(pid);
    return {
      pid,
      parentPid: stat.parentPid,
      program: programOf(argv, stat),
      argv,
      command: argv.length > 0 ? commandLine(argv) : stat.comm,
      user: userOf(pid),
      cwd: readProcLink(`/proc/${pid}/cwd`),
      startedAt: this.#clock.startedAt(stat.startTicks),
      startMark: String(stat.startTicks),
      stopped: stat.state === 'T' || stat.state === 't',
    };
  }
}

/** The pid that a process has in its own namespace, where that is not this one: the last of several on its NSpid line. */
function numberInside(pid: number): number | null {
  const numbers = /^NSpid:\s*(.+)$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]?.split(/\s+/) ?? [];
  return numbers.length > 1 ? Number(numbers.at(-1)) : null;
}

function argvOf(pid: number): string[] {
  const line = readProc(`/proc/${pid}/cmdline`) ?? '';
  return line === '' ? [] : line.replace(/\0$/, '').split('\0');
}

function programOf(argv: readonly string[], stat: ProcStat): string {
  return path.basename(argv[0] ?? '') || stat.comm;
}

function userOf(pid: number): string | null {
  const uid = orGone(() => statSync(`/proc/${pid}`).uid);
  return uid === null ? null : (userNames().get(uid) ?? String(uid));
}

let names: Map<number, string> | null = null;

function userNames(): Map<number, string> {
  names ??= new Map(
    (orGone(() => readFileSync('/etc/passwd', 'utf8')) ?? '').split('\n').map((line) => {
      const [name = '', , uid] = line.split(':');
      return [Number(uid), name];
    }),
  );
  return names;
}
