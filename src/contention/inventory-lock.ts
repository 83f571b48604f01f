import os from 'node:os';
import type { Holder, Lock } from '../locks/lock.ts';
import { unknownActor, type Actor, type LockName } from './model.ts';

/** Who has a lock. A number of another machine would be somebody else here. */
export function actorOf(holder: Holder | null, ownHost: string = os.hostname()): Actor {
  if (holder === null) return unknownActor;
  const { pid, host, command, startMark } = holder;
  if (host === null || host === ownHost) return { pid, startMark, command };
  return { pid: null, startMark: null, command: `${command ?? (pid === null ? 'somebody' : `pid ${pid}`)} on ${host}` };
}

export function lockNameOf({ path, resource, kind, title }: Lock): LockName {
  return { path, resource, kind, title };
}

/** Files that are locks only while the kernel has locks on them. */
const kernelKinds: ReadonlySet<string> = new Set(['kernel-lock', 'sqlite']);

/** Whether somebody holds a lock by its being there. Of those that the kernel keeps it tells itself, and who held a stale one has ended. */
export function isHeldByBeing({ kind, kernelLocks, verdict: { state } }: Lock): boolean {
  return state !== 'idle' && state !== 'stale' && kernelLocks.length === 0 && !kernelKinds.has(kind);
}

/** Whether two are one lock, though it may have been written on or renewed. */
export function isSameLock({ identity: a }: Lock, { identity: b }: Lock): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.birthtimeNs === b.birthtimeNs;
}
