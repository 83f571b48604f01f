import path from 'node:path';
import { sameIdentity, type Identity } from '../locks/observation.ts';
import { takeCompanions } from './companions.ts';
import type { Disk } from './disk.ts';
import type { Intent } from './intent.ts';
import type { JournalEvent, KeptArtifact } from './journal-entry.ts';
import { intendedLeftover, keptAt, lockName, type Leftover } from './leftover.ts';
import type { PendingAct } from './pending.ts';
import type { Placeholder } from './placeholder.ts';
import { standInFor } from './put-back.ts';
import { noteDone, type UndoServices } from './services.ts';
import { op, type Steps } from '../base/steps.ts';
import { exchangeBack, putBackInto } from './take-away.ts';
import { dropPlaceholder, followRename, takeDownAfter } from './take-down.ts';

/**
 * Completes or reverts a break that a crash has cut short, and writes it into the journal.
 * @returns what it came to; 'none' where it had done nothing
 */
export async function completeBreak(act: PendingAct, services: UndoServices): Promise<'none' | CompletionEvent['is']> {
  const intent = services.quarantine.intentOf(act.entry);
  const leftover = intent === null ? null : intendedLeftover(intent, act.entry);
  const disk = await services.disk();
  const completed = intent === null || leftover === null ? null : services.drive(completion(intent, leftover, disk));
  dropPlaceholder(path.join(act.entry, lockName), intent?.placeholder ?? null, disk);
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
function* giveBack({ undoId, placeholder, renamedTo }: Intent, leftover: Leftover, identity: Identity, disk: Disk): Steps<CompletionEvent> {
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
  const isFinished = placeholder !== null && (yield* followRename(lock.path, renamedTo, placeholder, disk));
  return { is: 'returned', undoId, why: isFinished ? 'committed' : 'changed', recovered: true };
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
