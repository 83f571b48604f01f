import { MutexBusyError } from '../system/mutex.ts';
import { breakError } from './break-error.ts';
import { completeBreak } from './complete-break.ts';
import { completeUndo } from './complete-undo.ts';
import { holdLock } from './lock-mutex.ts';
import type { PendingAct } from './pending.ts';
import type { UndoServices } from './services.ts';

/** What became of an act that a crash had cut short. */
export interface Recovered {
  /** The lock that it was about. */
  readonly path: string;
  /** 'none': it had done nothing, or all was as before already. */
  readonly is: Awaited<ReturnType<typeof completeBreak | typeof completeUndo>>;
}

/** An act of a process whose mutex cannot be seen from here counts as cut short after so long, ms. */
const foreignMs = 60_000;

/**
 * Completes or reverts every break and undo that a crash cut short. Those that somebody is at work on
 * are left to them. To be called at every start.
 * @throws BreakError when it cannot be told whether there are any, or what there is cannot be mended
 */
export async function recoverAll(services: UndoServices): Promise<readonly Recovered[]> {
  const recovered: Recovered[] = [];
  services.pending.sweep(services.clock.now());
  for (const { target } of pendingActs(services)) recovered.push(...(await recoverHeld(target, services)));
  return recovered.filter(({ is }) => is !== 'none');
}

/** As recoverAll, for one lock whose mutex the caller holds. @throws BreakError */
export async function recoverAt(target: string, services: UndoServices): Promise<readonly Recovered[]> {
  const recovered: Recovered[] = [];
  for (const act of pendingActs(services)) {
    if (act.target !== target || !isOver(act, services)) continue;
    try {
      recovered.push({ path: target, is: await (act.act === 'break' ? completeBreak(act, services) : completeUndo(act, services)) });
    } catch (error) {
      throw breakError(target, error);
    }
  }
  return recovered;
}

async function recoverHeld(target: string, services: UndoServices): Promise<readonly Recovered[]> {
  try {
    const held = await holdLock(target, 0);
    try {
      return await recoverAt(target, services);
    } finally {
      held?.release();
    }
  } catch (error) {
    if (error instanceof MutexBusyError) return [];
    throw error;
  }
}

function pendingActs({ pending }: UndoServices): readonly PendingAct[] {
  try {
    return pending.all();
  } catch (error) {
    throw breakError('', error);
  }
}

function isOver({ space, at }: PendingAct, services: UndoServices): boolean {
  return space === services.space || services.clock.now() - at > foreignMs;
}
