import path from 'node:path';
import { text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { MutexBusyError } from '../system/mutex.ts';
import { BreakError, breakError, step } from './break-error.ts';
import { isGone, realTarget, type Disk } from './disk.ts';
import { checkHealth } from './health.ts';
import { subjectOf } from './journal-entry.ts';
import { holdLock } from './lock-mutex.ts';
import type { BreakOutcome } from './outcome.ts';
import { permission, type Refusal } from './policy.ts';
import { recoverAt } from './recovery.ts';
import { removal, type RemovalTask } from './removal.ts';
import { noteDone, type BreakServices } from './services.ts';
import { settle } from './settle.ts';

export interface BreakRequest {
  /** As it was judged and shown to the user. */
  readonly lock: Lock;
  /** The user's consent to breaking it although it was shown as not proven stale. */
  readonly force: boolean;
}

/**
 * Breaks a lock: one breaker at a time judges it anew and, when it is still the lock that was shown and
 * may be broken, moves it to quarantine, from where undoBreak brings it back.
 * @throws BreakError when the system does not let it be moved or recorded (EACCES, EROFS, EPERM,
 *   ENOSPC, EXDEV ...) or the path is not absolute; nothing has changed then
 */
export async function breakLock(request: BreakRequest, services: BreakServices): Promise<BreakOutcome> {
  const { path: shownPath } = request.lock;
  if (!path.isAbsolute(shownPath)) throw new BreakError('NOT_ABSOLUTE', text('A lock is broken by its absolute path, not {path}.', { path: shownPath }));
  const target = step(shownPath, () => realTarget(shownPath));
  if (target === null) return { is: 'released', path: shownPath };
  const outcome = await breakHeld(target, request, services);
  // Its tool may take its time, while which others are not to be kept waiting.
  return outcome.is === 'broken' ? { ...outcome, health: await checkHealth(outcome.lock) } : outcome;
}

async function breakHeld(target: string, request: BreakRequest, services: BreakServices): Promise<BreakOutcome> {
  const { path: shownPath } = request.lock;
  try {
    const held = await holdLock(target);
    if (held === null) return { is: 'released', path: shownPath };
    try {
      return await breakAt(target, request, services);
    } finally {
      held.release();
    }
  } catch (error) {
    if (error instanceof MutexBusyError) return { is: 'busy', path: shownPath };
    throw breakError(shownPath, error);
  }
}

async function breakAt(target: string, { lock: shown, force }: BreakRequest, services: BreakServices): Promise<BreakOutcome> {
  await recoverAt(target, services);
  const disk = await services.disk();
  const now = await services.inspect(shown.path);
  const permitted = now === null ? null : permission(shown, now, force, services.mayTouch(now, target));
  if (now === null || permitted === null) return brokenElsewhere(target, shown, services) ?? withoutLock(target, shown.path);
  if (permitted.is === 'granted') return act({ lock: now, target, forced: force }, disk, services);
  const elsewhere = permitted.is === 'changed' ? brokenElsewhere(target, shown, services) : null;
  return elsewhere ?? refuse({ lock: now, target, forced: force }, permitted, services);
}

/** Whether another window or terminal was quicker. */
function brokenElsewhere(target: string, { path: shownPath, identity }: Lock, { journal }: BreakServices): BreakOutcome | null {
  const entry = journal.breakOf(target, identity);
  return entry?.event.is === 'broken' ? { is: 'broken-elsewhere', path: shownPath, undoId: entry.event.undoId, at: entry.at, pid: entry.pid } : null;
}

function withoutLock(target: string, shownPath: string): BreakOutcome {
  return step(shownPath, () => isGone(target)) ? { is: 'released', path: shownPath } : { is: 'changed', path: shownPath, now: null };
}

async function act(task: RemovalTask, disk: Disk, services: BreakServices): Promise<BreakOutcome> {
  services.journal.check();
  const { lock, target, forced } = task;
  const removed = services.drive(removal(task, disk, services));
  if (removed.is !== 'done') return removed.is === 'released' ? { is: 'released', path: lock.path } : changed(lock, services);
  const warnings = await settle(removed, subjectOf(lock, target, forced), services);
  const { event } = removed;
  switch (event.is) {
    case 'broken':
      return { is: 'broken', undoId: event.undoId, lock, method: event.method, health: { is: 'not-checkable' }, warnings };
    case 'returned':
      return event.why === 'committed' ? { is: 'released', path: lock.path } : changed(lock, services);
    case 'kept-apart': {
      const kept = { path: lock.path, undoId: event.undoId, keptAt: path.join(event.entry, event.artifacts[0]?.name ?? '') };
      return event.why === 'occupied' ? { is: 'collision', ...kept } : { is: 'stranded', ...kept, code: event.why };
    }
  }
}

async function changed({ path: lockPath }: Lock, services: BreakServices): Promise<BreakOutcome> {
  return { is: 'changed', path: lockPath, now: await services.inspect(lockPath) };
}

/** A refusal changes nothing: the answer counts more than its record, which may fail. */
async function refuse({ lock, target, forced }: RemovalTask, refusal: Refusal, services: BreakServices): Promise<BreakOutcome> {
  await noteDone(services, subjectOf(lock, target, forced), { is: 'refused', why: refusal.is });
  switch (refusal.is) {
    case 'changed':
      return { is: 'changed', path: lock.path, now: lock };
    case 'never':
      return { is: 'never', lock, reason: refusal.reason };
    case 'outside':
      return { is: 'outside', lock };
    case 'not-stale':
      return { is: 'refused', lock };
  }
}
