import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { endProcess } from '../end.ts';
import { parentsOf } from '../lineage.ts';
import { hostname, type EndOutcome, type EndSignal, type Machine, type Probe, type RunningProcess, type Sharing } from '../machine.ts';
import { signalProbe } from '../processes.ts';
import { shortly } from '../shortly.ts';
import { listProcesses } from './processes.ts';

/** For so long a list of all processes serves, ms: making one takes about a second. */
const roundMs = 2000;

/**
 * Windows, as far as Node and PowerShell show it. Never yet run there, so it claims little: nobody is
 * held for absent because a list lacks him, nor for another because of his start. Who has a file open
 * is known to the Restart Manager alone, which takes native calls that Node cannot make; so openers and
 * kernel locks stay unseen.
 */
export class WindowsMachine implements Machine {
  readonly hostname = hostname();
  readonly #all = shortly(listProcesses, roundMs);

  probe(pid: number): Probe {
    return probeIn(this.#all(), pid);
  }

  lives({ pid }: ProcessInfo): boolean {
    return signalProbe(pid) !== 'dead';
  }

  running(): null {
    return null;
  }

  /** A list takes far longer than the locks live whose maker is looked for. */
  glimpse(): readonly RunningProcess[] {
    return [];
  }

  looksInto(): boolean {
    return false;
  }

  environment(): null {
    return null;
  }

  openers(): null {
    return null;
  }

  sharing(): (path: string) => Sharing {
    return (path) => (path.startsWith('\\\\') ? 'machines' : 'private');
  }

  kernelLocks(): null {
    return null;
  }

  lineage({ pid, startMark }: ProcessInfo): Lineage {
    const all = this.#all();
    const own = all?.get(pid);
    if (own === undefined || own.startMark !== startMark) return { parents: [], container: null };
    return { parents: parentsOf(own, (above) => all?.get(above) ?? null), container: null };
  }

  /** Windows ends a process at once whatever the signal, so a gentle one is not offered. */
  end(process: ProcessInfo, signal: EndSignal): EndOutcome {
    return signal === 'SIGTERM' ? { is: 'unsupported' } : endProcess(process, signal, (pid) => probeIn(listProcesses(pid), pid));
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

  /** Windows keeps starts by the clock of that moment: set back since, it makes a holder seem to have come after its lock. */
  startedAfter(): 'unclear' {
    return 'unclear';
  }
}

function probeIn(listed: ReadonlyMap<number, RunningProcess> | null, pid: number): Probe {
  const signalled = signalProbe(pid);
  if (signalled === 'dead') return { is: 'dead' };
  const process = listed?.get(pid);
  if (process !== undefined) return { is: 'alive', process };
  return signalled === 'hidden' ? { is: 'hidden' } : { is: 'alive', process: { ...nothingKnown, pid } };
}

const nothingKnown: Omit<RunningProcess, 'pid'> = {
  parentPid: null,
  program: '',
  argv: [],
  command: null,
  user: null,
  cwd: null,
  startedAt: null,
  startMark: null,
  stopped: false,
};
