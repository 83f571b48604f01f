import { errnoCode } from '../base/errors.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { EndOutcome, EndSignal, Probe } from './machine.ts';

/**
 * Signals one very process, verified by pid and start immediately before. Never this one, nor one
 * that it descends from, nor the system's first.
 * @param probe asks the machine anew
 */
export function endProcess({ pid, startMark }: ProcessInfo, signal: EndSignal, probe: (pid: number) => Probe): EndOutcome {
  if (startMark === null) return { is: 'unverified' };
  if (isOwn(pid, probe)) return { is: 'own' };
  const now = probe(pid);
  switch (now.is) {
    case 'dead':
    case 'zombie':
      return { is: 'gone' };
    case 'hidden':
      return { is: 'forbidden' };
    case 'alive':
      if (now.process.startMark === null) return { is: 'unverified' };
      return now.process.startMark === startMark ? send(pid, signal) : { is: 'another' };
  }
}

function isOwn(pid: number, probe: (pid: number) => Probe): boolean {
  if (pid <= 1 || pid === process.pid) return true;
  const seen = new Set<number>();
  for (let ancestor: number | null = process.ppid; ancestor !== null && ancestor > 1 && !seen.has(ancestor); ) {
    if (ancestor === pid) return true;
    seen.add(ancestor);
    const above: Probe = probe(ancestor);
    ancestor = above.is === 'alive' ? above.process.parentPid : null;
  }
  return false;
}

function send(pid: number, signal: EndSignal): EndOutcome {
  try {
    process.kill(pid, signal);
    return { is: 'signalled' };
  } catch (error) {
    switch (errnoCode(error)) {
      case 'ESRCH':
        return { is: 'gone' };
      case 'EPERM':
        return { is: 'forbidden' };
      default:
        throw error;
    }
  }
}
