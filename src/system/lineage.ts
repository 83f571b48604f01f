import type { Lineage } from '../locks/lock.ts';
import type { RunningProcess } from './machine.ts';

/** So many parents are told of at most. */
const mostParents = 12;

/** What is asked of a process to find its parents. */
export interface Descendant extends Pick<RunningProcess, 'pid' | 'parentPid' | 'program'> {
  /** In any unit; null where not known. */
  readonly startedAt: number | null;
}

/**
 * The processes that started this one, the nearest first, without the system's first.
 * @param find tells of a process; null where there is none
 */
export function parentsOf(process: Descendant, find: (pid: number) => Descendant | null): Lineage['parents'] {
  const parents: Descendant[] = [];
  for (let child = process; parents.length < mostParents; ) {
    const parent = child.parentPid === null || child.parentPid <= 1 ? null : find(child.parentPid);
    if (parent === null || [process, ...parents].some(({ pid }) => pid === parent.pid)) break;
    // One that is younger than its child has got the number of the true parent.
    if ((parent.startedAt ?? 0) > (child.startedAt ?? Infinity)) break;
    parents.push(parent);
    child = parent;
  }
  return parents.map(({ pid, program }) => ({ pid, program }));
}
