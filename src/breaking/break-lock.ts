import path from 'node:path';
import { text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { BreakError, step } from './break-error.ts';
import { subjectOf } from './journal-entry.ts';
import type { BreakOutcome } from './outcome.ts';
import { permission } from './policy.ts';
import { remove } from './removal.ts';
import type { RemovalTask, Removed } from './removal.ts';
import { note } from './services.ts';
import type { BreakServices } from './services.ts';
import { isGone, realTarget } from './take-away.ts';

export interface BreakRequest {
  /** As it was judged and shown to the user. */
  readonly lock: Lock;
  /** The user's consent to breaking it although it was shown as not proven stale. */
  readonly force: boolean;
}

/**
 * Breaks a lock: judges it anew and, when it is still the lock that was shown and may be broken,
 * moves it to quarantine, from where undoBreak brings it back.
 * @throws BreakError when the system does not let it be moved or recorded (EACCES, EROFS, EPERM,
 *   ENOSPC, EXDEV ...) or the path is not absolute; nothing has changed then
 */
export async function breakLock({ lock: shown, force }: BreakRequest, services: BreakServices): Promise<BreakOutcome> {
  if (!path.isAbsolute(shown.path)) throw new BreakError('NOT_ABSOLUTE', text('A lock is broken by its absolute path, not {path}.', { path: shown.path }));
  const now = await services.inspect(shown.path);
  const target = step(shown.path, () => realTarget(shown.path));
  if (target === null) return { is: 'released', path: shown.path };
  if (now === null) return step(shown.path, () => isGone(target)) ? { is: 'released', path: shown.path } : { is: 'changed', path: shown.path, now };
  const allowed = permission(shown, now, force);
  if (allowed.is === 'granted') return act({ lock: now, target, forced: force }, services);
  noteRefusal({ lock: now, target, forced: force }, allowed.is, services);
  if (allowed.is === 'never') return { is: 'never', lock: now, reason: allowed.reason };
  return allowed.is === 'changed' ? { is: 'changed', path: shown.path, now } : { is: 'refused', lock: now };
}

async function act(task: RemovalTask, services: BreakServices): Promise<BreakOutcome> {
  const removed = remove(task, services);
  const { path: shownPath } = task.lock;
  if (removed.is === 'taken') return { is: 'broken', undoId: removed.undoId, lock: task.lock, warnings: removed.warnings };
  if (removed.is === 'released') return { is: 'released', path: shownPath };
  if (removed.is === 'changed') return { is: 'changed', path: shownPath, now: await services.inspect(shownPath) };
  return apart(shownPath, removed);
}

function apart(file: string, { undoId, keptAt, why }: Extract<Removed, { is: 'kept-apart' }>): BreakOutcome {
  const kept = { path: file, undoId, keptAt };
  return why === 'occupied' ? { is: 'collision', ...kept } : { is: 'stranded', ...kept, code: why };
}

function noteRefusal({ lock, target, forced }: RemovalTask, why: 'never' | 'not-stale' | 'changed', services: BreakServices): void {
  try {
    note(services, subjectOf(lock, target, forced), { is: 'refused', why });
  } catch {
    // A refusal changes nothing: the answer counts more than its record.
    return;
  }
}
