import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { endProcess } from '../end.ts';
import { hostname, type EndOutcome, type EndSignal, type Machine, type Probe, type RunningProcess, type Sharing } from '../machine.ts';
import { signalProbe } from '../processes.ts';

/**
 * Windows, as far as Node itself sees it: whether a pid is in use, and nothing of whose it is. So a
 * running pid never proves a holder there; a free one proves that its holder is gone.
 */
export class WindowsMachine implements Machine {
  readonly hostname = hostname();

  probe(pid: number): Probe {
    switch (signalProbe(pid)) {
      case 'dead':
        return { is: 'dead' };
      case 'hidden':
        return { is: 'hidden' };
      case 'alive':
        return { is: 'alive', process: { ...nothingKnown, pid } };
    }
  }

  lives({ pid }: ProcessInfo): boolean {
    return signalProbe(pid) !== 'dead';
  }

  running(): null {
    return null;
  }

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

  lineage(): Lineage {
    return { parents: [], container: null };
  }

  /** Windows ends a process at once whatever the signal, so a gentle one is not offered. */
  end(process: ProcessInfo, signal: EndSignal): EndOutcome {
    return signal === 'SIGTERM' ? { is: 'unsupported' } : endProcess(process, signal, (pid) => this.probe(pid));
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

  startedAfter(): 'unclear' {
    return 'unclear';
  }
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
