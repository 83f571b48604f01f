import type { Evidence, Holder, KernelLock, Lock, ToolWay } from '../../locks/lock.ts';
import type { Heading } from './grouping.ts';

/** Locks that have something in common. */
export interface GroupNode {
  readonly type: 'group';
  readonly id: string;
  readonly heading: Heading;
}

/** One lock. The same object for as long as a lock stands at its path, so that the tree knows it again. */
export interface LockNode {
  readonly type: 'lock';
  lock: Lock;
  /** When the age that the tree shows was true, ms since the epoch; null while it shows none. */
  drawnAt: number | null;
}

/** In place of what a group, or the view, has beyond what it shows. */
export interface MoreNode {
  readonly type: 'more';
  /** null where groups are left out. */
  readonly parent: GroupNode | null;
  readonly count: number;
}

/** What is known of a lock, a line each. `key` is unique below its lock. */
export type DetailNode = { readonly parent: LockNode; readonly key: string } & (
  | { readonly type: 'holder' | 'waiter'; readonly holder: Holder }
  | { readonly type: 'kernelLock'; readonly kernelLock: KernelLock }
  | { readonly type: 'evidence'; readonly evidence: Evidence }
  | { readonly type: 'way'; readonly way: ToolWay }
  | { readonly type: 'file' }
);

export type Node = GroupNode | LockNode | MoreNode | DetailNode;

/** The lines of one kind that a lock shows at most: a database may have thousands of kernel locks on a file. */
const mostLines = 20;

/** What is shown below a lock: who has it, how, who waits, what that is known from, what its tool offers, and its file. */
export function detailsOf(parent: LockNode): readonly DetailNode[] {
  const { holder, kernelLocks, waiters, verdict, ways } = parent.lock;
  return [
    ...(holder === null ? [] : [{ type: 'holder', key: 'holder', parent, holder } as const]),
    ...kernelLocks.slice(0, mostLines).map((kernelLock, i) => ({ type: 'kernelLock', key: `kernelLock${i}`, parent, kernelLock }) as const),
    ...waiters.slice(0, mostLines).map((waiter, i) => ({ type: 'waiter', key: `waiter${i}`, parent, holder: waiter }) as const),
    ...verdict.evidence.map((evidence, i) => ({ type: 'evidence', key: `evidence${i}`, parent, evidence }) as const),
    ...ways.map((way, i) => ({ type: 'way', key: `way${i}`, parent, way }) as const),
    { type: 'file', key: 'file', parent },
  ];
}
