import type { Facts } from '../locks/facts.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Holder, KernelLock, Lineage, LockState, ProcessInfo } from '../locks/lock.ts';
import type { KernelHold, Machine } from '../system/machine.ts';

const nobody: Holder = { pid: null, host: null, user: null, command: null, cwd: null, startedAt: null, startMark: null, parents: [], container: null };

/** Names the holders of locks; made for one round, in which each process's origin is looked up once. */
export class Naming {
  readonly #machine: Machine;
  readonly #lineages = new Map<string, Lineage>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Who has a lock, or is named by it; null when nobody is known. */
  holderOf(facts: Facts, { claim }: Reading, state: LockState): Holder | null {
    if (state === 'idle') return null;
    const host = (claim.by === 'pid' || claim.by === 'person' ? claim.host : null) ?? this.#machine.hostname;
    const process = processToName(facts, state);
    if (process !== undefined) return this.#holder(process, host);
    switch (facts.claim.is) {
      case 'none':
      case 'garbled':
        return null;
      case 'person':
        return { ...nobody, host, user: facts.claim.user };
      case 'alive':
        return { ...nobody, host, pid: facts.claim.process.pid };
      default:
        return { ...nobody, host, pid: facts.claim.pid };
    }
  }

  kernelLock({ holders, waiters, ...lock }: KernelHold): KernelLock {
    const name = (process: ProcessInfo): Holder => this.#holder(process, this.#machine.hostname);
    return { ...lock, holders: holders.map(name), waiters: waiters.map(name) };
  }

  #holder(process: ProcessInfo, host: string): Holder {
    return { ...pick(process), host, ...this.#lineage(process) };
  }

  #lineage(process: ProcessInfo): Lineage {
    const key = `${process.pid} ${process.startMark}`;
    const known = this.#lineages.get(key) ?? this.#machine.lineage(process);
    this.#lineages.set(key, known);
    return known;
  }
}

/** The holder of a lock that was released before it could be judged, from what its own file said. */
export function holderAtBirth({ claim }: Reading, creators: readonly ProcessInfo[], host: string): Holder | null {
  const [creator] = creators;
  if (creator !== undefined) return { ...nobody, ...pick(creator), host };
  const named = claim.by === 'several' ? claim.claims[0] : claim;
  if (named?.by === 'pid') return { ...nobody, pid: named.pid, host: named.host ?? host };
  return named?.by === 'person' ? { ...nobody, user: named.user, host: named.host ?? host } : null;
}

function pick({ pid, user, command, cwd, startedAt, startMark }: ProcessInfo): Omit<Holder, 'host' | 'parents' | 'container'> {
  return { pid, user, command, cwd, startedAt, startMark };
}

/** Whom the facts point at most; a process that only has a lasting file open holds nothing. */
function processToName({ basis, claim, kernel, creator, openers, candidates }: Facts, state: LockState): ProcessInfo | undefined {
  if (kernel.is === 'locked' && kernel.processes.length > 0) return kernel.processes[0];
  if (basis === 'kernel-on-lasting-file') return undefined;
  if (claim.is === 'alive' && claim.started !== 'after') return claim.process;
  if (openers.is === 'open') return openers.processes[0];
  if (creator.is === 'alive') return creator.process;
  if (state === 'held' && candidates.is === 'likely') return candidates.processes[0];
  return creator.is === 'gone' ? creator.processes[0] : undefined;
}
