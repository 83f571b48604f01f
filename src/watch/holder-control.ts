import type { Holder, ProcessInfo } from '../locks/lock.ts';
import { isThisHost, type EndOutcome, type EndSignal, type Machine } from '../system/machine.ts';

export type { EndOutcome } from '../system/machine.ts';

/** Why a holder is not ended from here. */
export type Hindrance =
  /** No process of it is known, or not which one for good. */
  | 'unverified'
  | 'other-host'
  /** In another container than this process. */
  | 'container'
  /** This process, one that it descends from, or the system's first. */
  | 'own';

/** The holders of locks as processes that can be ended. */
export interface HolderControl {
  /** null when it may be ended. */
  hindrance(holder: Holder): Hindrance | null;
  /** Signals the very process, verified immediately before. */
  end(holder: Holder, signal: EndSignal): EndOutcome;
  /** Whether the very process is still there. */
  lives(holder: Holder): boolean;
}

type OfMachine = Pick<Machine, 'hostname' | 'probe' | 'lineage' | 'end' | 'lives'>;

/** The control over processes of this machine. @param own pid of this process */
export function holderControl(machine: OfMachine, own: number): HolderControl {
  return {
    hindrance: (holder) => hindranceOf(holder, machine, own),
    end(holder, signal) {
      const process = asProcess(holder);
      return process === null ? { is: 'unverified' } : machine.end(process, signal);
    },
    lives(holder) {
      const process = asProcess(holder);
      return process !== null && machine.lives(process);
    },
  };
}

function hindranceOf(holder: Holder, machine: OfMachine, own: number): Hindrance | null {
  const { pid, host, container, startMark } = holder;
  if (host !== null && !isThisHost(host, machine.hostname)) return 'other-host';
  const self = machine.probe(own);
  const line = self.is === 'alive' ? machine.lineage(self.process) : { parents: [], container: null };
  if (container !== line.container) return 'container';
  if (pid === null || startMark === null) return 'unverified';
  return pid <= 1 || pid === own || line.parents.some((parent) => parent.pid === pid) ? 'own' : null;
}

function asProcess({ pid, command, user, cwd, startedAt, startMark }: Holder): ProcessInfo | null {
  return pid === null ? null : { pid, command, user, cwd, startedAt, startMark };
}
