import { lstatSync } from 'node:fs';
import { orGone } from '../../base/errors.ts';
import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { endProcess } from '../end.ts';
import { hostname, type EndOutcome, type EndSignal, type Machine, type Probe, type RunningProcess, type Sharing } from '../machine.ts';
import { parentsOf } from '../lineage.ts';
import { compareStart, signalProbe } from '../processes.ts';
import { shortly } from '../shortly.ts';
import { lsofFiles, lsofFolders, type OpenFile } from './lsof.ts';
import { ps } from './ps.ts';

/** For so long a list of all processes serves to tell where processes come from, ms. */
const roundMs = 500;

/**
 * macOS and other Unix systems, through `ps` and `lsof`. lsof tells there of no kernel locks on most
 * versions, so that it finds none proves nothing and they count as unseen; and without root it tells of
 * this user's processes alone.
 */
export class PosixMachine implements Machine {
  readonly hostname = hostname();
  readonly #all = shortly(() => new Map(ps(['-A']).map((line) => [line.process.pid, line])), roundMs);

  probe(pid: number): Probe {
    const probe = look(pid);
    return probe.is === 'alive' ? { is: 'alive', process: withFolders([probe.process])[0] ?? probe.process } : probe;
  }

  lives(process: ProcessInfo): boolean {
    // ps costs milliseconds, so the number's reuse is noticed only at the next full probe.
    return signalProbe(process.pid) !== 'dead';
  }

  running(isProgram: (program: string) => boolean): readonly RunningProcess[] {
    return withFolders(
      ps(['-A'])
        .filter(({ state, process }) => !state.startsWith('Z') && isProgram(process.program))
        .map(({ process }) => process),
    );
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

  openers(paths: readonly string[], among?: readonly ProcessInfo[]): ReadonlyMap<string, readonly RunningProcess[]> | null {
    if (paths.length === 0 || among?.length === 0) return new Map();
    const files = lsofFiles(paths, among?.map(({ pid }) => pid) ?? null)?.filter(({ mayHold }) => mayHold);
    if (files === undefined) return null;
    const pids = new Set(files.map(({ pid }) => pid));
    const running = new Map(pids.size === 0 ? [] : ps(['-p', [...pids].join()]).map(({ process }) => [process.pid, process]));
    if ([...pids].some((pid) => !running.has(pid) && signalProbe(pid) !== 'dead')) return null;
    const found = new Map<string, RunningProcess[]>();
    for (const place of paths) {
      const holders = new Set(files.filter((file) => isOf(file, place)).map(({ pid }) => running.get(pid)));
      const alive = [...holders].filter((process) => process !== undefined);
      if (alive.length > 0) found.set(place, alive);
    }
    return found;
  }

  sharing(): () => Sharing {
    return () => 'private';
  }

  kernelLocks(): null {
    return null;
  }

  lineage({ pid, startMark }: ProcessInfo): Lineage {
    const all = this.#all();
    const own = all.get(pid)?.process;
    if (own === undefined || (startMark !== null && startMark !== own.startMark)) return { parents: [], container: null };
    return { parents: parentsOf(own, (above) => all.get(above)?.process ?? null), container: null };
  }

  end(process: ProcessInfo, signal: EndSignal): EndOutcome {
    return endProcess(process, signal, look);
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

/** lsof may call the file by another of its names. */
function isOf({ path, inode }: OpenFile, place: string): boolean {
  return path === place || (inode !== null && inode === orGone(() => String(lstatSync(place, { bigint: true }).ino)));
}

function look(pid: number): Probe {
  const alive = signalProbe(pid);
  if (alive === 'dead') return { is: 'dead' };
  const line = ps(['-p', String(pid)])[0];
  if (line === undefined) return alive === 'hidden' ? { is: 'hidden' } : { is: 'dead' };
  return line.state.startsWith('Z') ? { is: 'zombie' } : { is: 'alive', process: line.process };
}

function withFolders(processes: readonly RunningProcess[]): RunningProcess[] {
  const folders = processes.length === 0 ? new Map<number, string>() : lsofFolders(processes.map(({ pid }) => pid));
  return processes.map((process) => ({ ...process, cwd: folders.get(process.pid) ?? null }));
}
