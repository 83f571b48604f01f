import path from 'node:path';
import { sameIdentity, type Identity } from '../locks/observation.ts';
import { MutexBusyError } from '../system/mutex.ts';
import { breakError } from './break-error.ts';
import { takeCompanions } from './companions.ts';
import type { Disk } from './disk.ts';
import type { Intent } from './intent.ts';
import type { JournalEvent, KeptArtifact } from './journal-entry.ts';
import { intendedLeftover, keptAt, leftoverOf, type Leftover } from './leftover.ts';
import { holdLock } from './lock-mutex.ts';
import type { PendingAct } from './pending.ts';
import type { Placeholder } from './placeholder.ts';
import { restoreCompanions, settleUndo } from './restore.ts';
import { putBack, standInFor } from './put-back.ts';
import { noteDone, type UndoServices } from './services.ts';
import { op, type Steps } from './steps.ts';
import { exchangeBack, putBackInto } from './take-away.ts';
import { takeDownAfter } from './take-down.ts';

/** What became of an act that a crash had cut short. */
export interface Recovered {
  /** The lock that it was about. */
  readonly path: string;
  /** 'none': it had done nothing, or all was as before already. */
  readonly is: 'none' | 'broken' | 'returned' | 'kept-apart' | 'undone';
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

async function completeBreak(act: PendingAct, services: UndoServices): Promise<Recovered['is']> {
  const intent = services.quarantine.intentOf(act.entry);
  const leftover = intent === null ? null : intendedLeftover(intent, act.entry);
  const disk = await services.disk();
  const completed = intent === null || leftover === null ? null : services.drive(completion(intent, leftover, disk));
  dropPlaceholder(path.join(act.entry, 'lock'), intent, disk);
  if (completed !== null && leftover !== null) {
    const { event, isComplete } = completed;
    const isOnRecord = services.journal.of(act.undoId).some(({ event: { is } }) => is === event.is);
    // What cannot be written stays pending.
    if (!isOnRecord && (await noteDone(services, leftover.subject, event)) !== null) return event.is;
    if (!isComplete) return isOnRecord ? 'none' : event.is;
  }
  services.quarantine.discard(act.entry);
  services.pending.end(act);
  return completed?.event.is ?? 'none';
}

type CompletionEvent = Extract<JournalEvent, { readonly is: 'broken' | 'returned' | 'kept-apart' }>;

/** What is to be remembered of it; `isComplete`: nothing is left for yet a later start to do. */
interface Completion {
  readonly event: CompletionEvent;
  readonly isComplete: boolean;
}

/** Takes a break from wherever it was cut short to its end. @returns null when it had taken nothing, or had given it back */
function* completion(intent: Intent, leftover: Leftover, disk: Disk): Steps<Completion | null> {
  const { undoId, placeholder, method, renamedTo } = intent;
  const { lock, entry } = leftover;
  const spare = keptAt(leftover);
  yield* op('drop', () => dropPlaceholder(standInFor(spare), null, disk));
  if (placeholder !== null && (yield* op('exchanged?', () => isExchanged(spare, lock.path, placeholder, disk)))) {
    // Another breaker looks for its own where ours stands.
    yield* exchangeBack({ path: lock.path, spare }, placeholder, null, disk);
  }
  const kept = yield* op('look', () => disk.look(spare));
  if (kept === null || disk.isPlaceholder(spare, placeholder)) {
    const stands = yield* op('stands?', () => disk.look(lock.path));
    const asItWas = stands !== null && sameIdentity(stands.identity, lock.identity);
    return asItWas ? null : { event: { is: 'returned', undoId, why: 'perhaps', recovered: true }, isComplete: true };
  }
  if (!sameIdentity(kept.identity, lock.identity)) return { event: yield* giveBack(intent, leftover, kept.identity, disk), isComplete: true };
  const companions = yield* remainingCompanions(leftover, disk);
  const left = placeholder === null ? 'free' : yield* takeDownAfter({ path: lock.path, spare, renamedTo }, placeholder, 'ours', disk);
  if (left === 'committed') return { event: { is: 'returned', undoId, why: 'committed', recovered: true }, isComplete: true };
  return { event: { is: 'broken', undoId, entry, method, artifacts: [lock, ...companions], recovered: true }, isComplete: left !== 'others' };
}

/** Whether the placeholder of another breaker is in our hands, and ours at the path. */
function isExchanged(spare: string, place: string, own: Placeholder, disk: Disk): boolean {
  return disk.isPlaceholder(spare, null) && !disk.isVery(spare, own) && disk.isVery(place, own);
}

/** Another lock than the judged one was in the hands of who crashed: it goes back to where it stood. */
function* giveBack({ undoId, placeholder }: Intent, leftover: Leftover, identity: Identity, disk: Disk): Steps<CompletionEvent> {
  const { lock, entry } = leftover;
  const spare = keptAt(leftover);
  if (placeholder === null && (yield* op('stands?', () => disk.isPlaceholder(lock.path, null)))) {
    // It had taken the place to put it back.
    yield* op('take down', () => dropPlaceholder(lock.path, null, disk));
  }
  const stands = placeholder !== null && (yield* op('stands?', () => disk.isPlaceholder(lock.path, placeholder)));
  if (!stands && !disk.isFolder(spare) && (yield* op('linked?', () => disk.hasOtherName(spare)))) {
    // It was back, and then renamed by its holder perhaps: a second time would be one too many.
    yield* op('unlink', () => disk.unlink(spare));
    return { is: 'returned', undoId, why: 'changed', recovered: true };
  }
  const taken = stands ? yield* exchangeBack({ path: lock.path, spare }, placeholder, identity, disk) : yield* putBackInto(lock.path, spare, identity, disk);
  if (taken.is === 'kept-apart') return { is: 'kept-apart', undoId, entry, artifacts: [{ ...lock, identity }], why: taken.why, recovered: true };
  if (placeholder !== null && disk.isPlaceholder(spare, placeholder)) yield* op('drop', () => disk.takeDown(spare, placeholder.type));
  return { is: 'returned', undoId, why: 'changed', recovered: true };
}

/** The companions that are in the entry already, and those that come there now. */
function* remainingCompanions({ companions, entry }: Leftover, disk: Disk): Steps<readonly KeptArtifact[]> {
  const isThere = ({ name, identity }: KeptArtifact): boolean => {
    const seen = disk.look(path.join(entry, name));
    return seen !== null && sameIdentity(seen.identity, identity);
  };
  const there = companions.filter(isThere);
  const { artifacts } = yield* takeCompanions(companions.filter((companion) => !there.includes(companion)), entry, disk);
  return [...there, ...artifacts];
}

function dropPlaceholder(spare: string, intent: Intent | null, disk: Disk): void {
  const own = intent?.placeholder ?? null;
  if (!disk.isPlaceholder(spare, own)) return;
  disk.takeDown(spare, own?.type ?? (disk.look(spare)?.artifact.type === 'folder' ? 'folder' : 'file'));
}

async function completeUndo(act: PendingAct, services: UndoServices): Promise<Recovered['is']> {
  const intent = services.quarantine.intentOf(act.entry);
  const history = services.journal.of(act.undoId);
  const leftover = leftoverOf(history) ?? (intent === null ? null : intendedLeftover(intent, act.entry));
  const disk = await services.disk();
  const left = leftover === null ? null : services.drive(undoCompletion(leftover, disk));
  if (leftover === null || left === null || history.some(({ event }) => event.is === 'undone')) {
    services.quarantine.discard(act.entry);
    services.pending.end(act);
    return 'none';
  }
  await settleUndo(leftover, act, left, true, services);
  return 'undone';
}

/** Takes an undo to its end. @returns the paths that could not come back; null when the lock itself had not come back yet */
function* undoCompletion(leftover: Leftover, disk: Disk): Steps<readonly string[] | null> {
  const { path: place } = leftover.lock;
  const spare = keptAt(leftover);
  for (const made of [spare, standInFor(spare)]) yield* op('drop', () => dropPlaceholder(made, null, disk));
  const kept = yield* op('look', () => disk.look(spare));
  if (kept !== null) {
    const there = yield* op('look', () => disk.look(place));
    if (there === null || !sameIdentity(there.identity, kept.identity)) {
      // The place was taken for it, and it did not come.
      if (disk.isPlaceholder(place, null)) yield* op('take down', () => dropPlaceholder(place, null, disk));
      return null;
    }
    // Both names of one file: the second half is missing.
    if ((yield* putBack(spare, place, disk)) === 'occupied') return null;
  }
  return yield* restoreCompanions(leftover, disk);
}
