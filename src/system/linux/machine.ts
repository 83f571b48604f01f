import { readFileSync, statSync } from 'node:fs';
import { orGone } from '../../base/errors.ts';
import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { endProcess } from '../end.ts';
import { hostname, type EndOutcome, type EndSignal, type KernelLocks, type Machine, type Probe, type RunningProcess, type Sharing } from '../machine.ts';
import { commandLine, compareStart, signalProbe } from '../processes.ts';
import { BootClock } from './boot-clock.ts';
import { Freezer } from './freezer.ts';
import { Namesakes } from './namesakes.ts';
import { KernelLockReader } from './kernel-locks.ts';
import { lineageOf } from './lineage.ts';
import { findOpeners } from './openers.ts';
import { listPids, readProc, readProcLink, readStat, type ProcStat } from './proc.ts';
import { argvOf, Glimpse, isOver, namesOf, programOf } from './programs.ts';
import { isContained, readSharing } from './sharing.ts';

/** Linux, read from /proc. */
export class LinuxMachine implements Machine {
  readonly hostname = hostname();
  readonly #clock = new BootClock();
  readonly #namesakes = new Namesakes();
  readonly #glimpse = new Glimpse();
  readonly #kernelLocks = new KernelLockReader((pid) => {
    const probe = this.probe(pid);
    return probe.is === 'alive' ? probe.process : null;
  }, isContained);

  probe(pid: number): Probe {
    const stat = readStat(pid);
    // With hidepid, /proc has no entry of other users' processes, but a signal still meets them.
    if (stat === null) return signalProbe(pid) === 'dead' ? { is: 'dead' } : { is: 'hidden' };
    if (isOver(stat)) return { is: 'zombie' };
    return { is: 'alive', process: this.#describe(pid, stat) };
  }

  lives(process: ProcessInfo): boolean {
    const stat = readStat(process.pid);
    if (stat === null) return signalProbe(process.pid) !== 'dead';
    return !isOver(stat) && String(stat.startTicks) === (process.startMark ?? String(stat.startTicks));
  }

  running(isProgram: (program: string) => boolean): readonly RunningProcess[] | null {
    if (hidesProcesses()) return null;
    const freezer = new Freezer();
    const found: RunningProcess[] = [];
    for (const pid of listPids()) {
      const stat = readStat(pid);
      if (stat === null || isOver(stat) || !namesOf(pid, stat).some(isProgram)) continue;
      const process = this.#describe(pid, stat);
      found.push({ ...process, stopped: process.stopped || freezer.mayBeFrozen(pid) });
    }
    return found;
  }

  glimpse(isProgram: (program: string) => boolean): readonly RunningProcess[] {
    const found: RunningProcess[] = [];
    this.#glimpse.find(isProgram, (pid, stat) => found.push(this.#describe(pid, stat)));
    return found.toSorted((a, b) => Number(b.startMark) - Number(a.startMark));
  }

  looksInto(uid: number): boolean {
    return seesAll() || process.geteuid?.() === uid;
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

  sharing(): (path: string) => Sharing {
    return readSharing();
  }

  kernelLocks(): KernelLocks | null {
    return this.#kernelLocks.read();
  }

  lineage(process: ProcessInfo): Lineage {
    return lineageOf(process);
  }

  end(process: ProcessInfo, signal: EndSignal): EndOutcome {
    return endProcess(process, signal, (pid) => this.probe(pid));
  }

  bootId(): string | null {
    return readProc('/proc/sys/kernel/random/boot_id')?.trim().replaceAll('-', '') ?? null;
  }

  namesakes(): ReadonlySet<number> | null {
    return hidesProcesses() ? null : this.#namesakes.look();
  }

  bootedAfter(): number | null {
    return this.#clock.earliest();
  }

  startedAfter(process: ProcessInfo, at: number): 'yes' | 'no' | 'unclear' {
    const order = compareStart(process.startedAt, at);
    if (order !== 'yes' || process.startedAt === null || process.startMark === null) return order;
    return this.#clock.mayHaveJumped(Number(process.startMark), process.startedAt - at, isContained()) ? 'unclear' : 'yes';
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
      stopped: ['T', 't'].includes(stat.state),
    };
  }
}

/** Whether this is root, and not only within a user namespace, whose numbers are mapped. */
function seesAll(): boolean {
  return process.geteuid?.() === 0 && /^\s*0\s+0\s+4294967295\s*$/.test(readProc('/proc/self/uid_map') ?? '');
}

/** Whether /proc keeps other users' processes from this one (hidepid), or is not there. */
function hidesProcesses(): boolean {
  if (seesAll()) return listPids().length === 0;
  const mount = (readProc('/proc/self/mounts') ?? '').split('\n').findLast((line) => line.split(' ')[1] === '/proc');
  return mount === undefined || /hidepid=(?!0|off)/.test(mount);
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
