import path from 'node:path';
import { messageOf } from '../base/errors.ts';
import { text, type Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { BreakError, breakError, step } from './break-error.ts';
import { companionsOf, takeCompanions } from './companions.ts';
import { notHere, type Disk } from './disk.ts';
import type { Intent } from './intent.ts';
import { subjectOf, type JournalEvent, type KeptArtifact, type Method } from './journal-entry.ts';
import { lockName } from './leftover.ts';
import type { PendingAct } from './pending.ts';
import type { Placeholder, PlaceholderType } from './placeholder.ts';
import type { BreakServices } from './services.ts';
import { op, type Steps } from '../base/steps.ts';
import { takeByExchange, takeByMove, type Taken } from './take-away.ts';
import { followRename, takeDownAfter, type Left } from './take-down.ts';
import { makeUndoId } from './undo-id.ts';

/** A lock that may be removed. */
export interface RemovalTask {
  readonly lock: Lock;
  /** Where it really stands: absolute, links above it resolved. */
  readonly target: string;
  readonly forced: boolean;
}

/** What a removal is to be remembered by. */
export type RemovalEvent = Extract<JournalEvent, { readonly is: 'broken' | 'kept-apart' | 'returned' }>;

/** How the removal of a lock went, as far as the disk is concerned. The act is pending until it is in the journal. */
export type Removed =
  | { readonly is: 'released' | 'changed' }
  /** `isComplete`: nothing is left for a later start to do. */
  | { readonly is: 'done'; readonly act: PendingAct; readonly event: RemovalEvent; readonly warnings: readonly Text[]; readonly isComplete: boolean };

/** Where an attempt puts the lock, and how. */
interface Plan {
  readonly place: string;
  readonly method: Method;
}

/** What the steps of a removal need of the services. */
export type RemovalServices = Pick<BreakServices, 'quarantine' | 'pending' | 'clock' | 'space'>;

/**
 * Moves a lock and its companions into quarantine, its intent on record before anything is touched. By
 * exchange wherever that can be; see takeByExchange.
 * @throws BreakError when nothing could be moved
 */
export function* removal(task: RemovalTask, disk: Disk, services: RemovalServices): Steps<Removed> {
  const plans = plansFor(task, disk, services);
  for (const plan of plans) {
    try {
      return yield* attempt(task, plan, disk, services);
    } catch (error) {
      if (error instanceof BreakError && notHere.has(error.code) && plan !== plans.at(-1)) continue;
      throw error;
    }
  }
  throw new BreakError('EXDEV', text('There is no place to put {path} aside.', { path: task.target }));
}

/** The best first: an exchange to any place is better than a move to the preferred one. */
function plansFor(task: RemovalTask, disk: Disk, { quarantine }: RemovalServices): readonly Plan[] {
  const places = quarantine.placesFor(task.target, task.lock.identity.dev);
  const methods: readonly Method[] = canExchange(task, disk) ? ['exchange', 'move'] : ['move'];
  return methods.flatMap((method) => places.map((place) => ({ place, method })));
}

/**
 * A tool that ends by renaming its lock file over what it protects would put our folder there instead
 * where there is nothing yet; a file is never replaced by a folder.
 */
function canExchange(task: RemovalTask, disk: Disk): boolean {
  if (disk.exchange.is === 'none') return false;
  const beside = task.lock.endsByRename ? resourceBeside(task) : null;
  if (beside === null) return true;
  const resource = disk.look(beside);
  return resource !== null && resource.artifact.type !== 'folder';
}

/** What the lock protects, where that is in the lock's own folder. */
function resourceBeside({ lock, target }: RemovalTask): string | null {
  const isBeside = lock.resource !== lock.path && path.dirname(lock.resource) === path.dirname(lock.path);
  return isBeside ? path.join(path.dirname(target), path.basename(lock.resource)) : null;
}

/** One try at a removal. */
interface Attempt extends RemovalTask {
  readonly act: PendingAct;
  readonly method: Method;
  /** Where the lock goes; until then the placeholder stands there. */
  readonly spare: string;
  /** Where a holder may yet rename the lock to; null for nowhere. */
  readonly renamedTo: string | null;
  readonly companions: readonly KeptArtifact[];
}

function* attempt(task: RemovalTask, { place, method }: Plan, disk: Disk, services: RemovalServices): Steps<Removed> {
  const at = services.clock.now();
  const undoId = makeUndoId(at);
  const entry = path.join(place, undoId);
  const made: Attempt = {
    ...task,
    act: { act: 'break', undoId, entry, target: task.target, space: services.space, at },
    method,
    spare: path.join(entry, lockName),
    renamedTo: resourceBeside(task),
    companions: companionsOf(task.lock, task.target, disk),
  };
  let own: Placeholder | null = null;
  try {
    yield* op('begin', () => services.pending.begin(made.act));
    yield* op('entry', () => services.quarantine.open(entry));
    if (method === 'exchange') own = yield* op('put up', () => disk.putUp(made.spare, placeholderFor(task, disk)));
    if (method === 'exchange' && own === null) throw new BreakError('UNSAFE_QUARANTINE', text('Something stands at {path} that is not Lockscope\'s. Remove it and try again.', { path: made.spare }));
    yield* op('intent', () => services.quarantine.record(entry, intentOf(made, own)));
    const removed = own === null ? yield* byMove(made, disk) : yield* byExchange(made, own, disk);
    if (removed.is !== 'done') yield* op('end', () => abandon(made, own, disk, services));
    return removed;
  } catch (error) {
    // Whatever fails once the lock is away is told by what was taken; so nothing has happened yet.
    step(task.target, () => abandon(made, own, disk, services));
    throw breakError(task.target, error);
  }
}

function placeholderFor({ target }: RemovalTask, disk: Disk): PlaceholderType {
  return disk.look(target)?.artifact.type === 'folder' ? 'file' : 'folder';
}

function intentOf({ lock, target, forced, act, method, renamedTo, companions }: Attempt, placeholder: Placeholder | null): Intent {
  const artifacts = [lockArtifact(target, lock), ...companions];
  return { undoId: act.undoId, subject: subjectOf(lock, target, forced), method, placeholder, renamedTo, artifacts };
}

function lockArtifact(target: string, { identity }: Pick<Lock, 'identity'>): KeptArtifact {
  return { path: target, name: lockName, identity };
}

function* byExchange(made: Attempt, own: Placeholder, disk: Disk): Steps<Removed> {
  const { lock, target, spare, companions, act } = made;
  const taken = yield* takeByExchange({ path: target, judged: lock.identity, spare }, own, disk);
  if (taken.is !== 'taken') return yield* notTaken(made, taken, own, disk);
  const { artifacts, warnings } = yield* takeCompanions(companions, act.entry, disk);
  const { left, trouble } = yield* takenDown(made, own, disk);
  if (left === 'committed') return committed(made, warnings);
  return broken(made, artifacts, trouble === null ? warnings : [...warnings, trouble], left !== null);
}

function* notTaken(made: Attempt, taken: Exclude<Taken, { is: 'taken' }>, own: Placeholder, disk: Disk): Steps<Removed> {
  if (taken.is === 'returned' && (yield* op('drop', () => disk.takeDown(made.spare, own.type))) === 'another') return acquiredInside(made, disk);
  // Its holder may have finished with it while it was away.
  const isFinished = taken.is !== 'released' && (yield* followRename(taken.is === 'kept-apart' ? made.spare : made.target, made.renamedTo, own, disk));
  return isFinished ? committed(made, []) : conclude(made, taken);
}

function* byMove(made: Attempt, disk: Disk): Steps<Removed> {
  const { lock, target, spare, companions, act } = made;
  const taken = yield* takeByMove({ path: target, judged: lock.identity, spare }, disk);
  if (taken.is !== 'taken') return conclude(made, taken);
  const { artifacts, warnings } = yield* takeCompanions(companions, act.entry, disk);
  return broken(made, artifacts, warnings, true);
}

function committed({ act }: Attempt, warnings: readonly Text[]): Removed {
  return { is: 'done', act, event: { is: 'returned', undoId: act.undoId, why: 'committed', recovered: false }, warnings, isComplete: true };
}

function broken({ act, lock, target, method }: Attempt, companions: readonly KeptArtifact[], warnings: readonly Text[], isComplete: boolean): Removed {
  const { undoId, entry } = act;
  return { is: 'done', act, event: { is: 'broken', undoId, entry, method, recovered: false, artifacts: [lockArtifact(target, lock), ...companions] }, warnings, isComplete };
}

function conclude({ act, target, lock }: Attempt, taken: Exclude<Taken, { is: 'taken' }>): Removed {
  const { undoId, entry } = act;
  switch (taken.is) {
    case 'released':
    case 'changed':
      return { is: taken.is };
    case 'returned':
      return { is: 'done', act, event: { is: 'returned', undoId, why: 'changed', recovered: false }, warnings: [], isComplete: true };
    case 'kept-apart': {
      const moved = lockArtifact(target, { identity: taken.identity ?? lock.identity });
      return { is: 'done', act, event: { is: 'kept-apart', undoId, entry, artifacts: [moved], why: taken.why, recovered: false }, warnings: [], isComplete: true };
    }
  }
}

/** Another lock stands again, and somebody has acquired inside of the placeholder meanwhile; see takeDownAfter. */
function acquiredInside({ act, target, spare, lock }: Attempt, disk: Disk): Removed {
  const { undoId, entry } = act;
  const artifacts = disk.inside(spare).map((name) => ({ path: target, name: path.join(lockName, name), identity: disk.look(path.join(spare, name))?.identity ?? lock.identity }));
  return { is: 'done', act, event: { is: 'kept-apart', undoId, entry, artifacts, why: 'occupied', recovered: false }, warnings: [], isComplete: true };
}

interface TakenDown {
  /** null: the placeholder stands yet. */
  readonly left: Left | null;
  readonly trouble: Text | null;
}

function* takenDown({ target, spare, renamedTo }: Attempt, own: Placeholder, disk: Disk): Steps<TakenDown> {
  try {
    const left = yield* takeDownAfter({ path: target, spare, renamedTo }, own, 'any', disk);
    return { left, trouble: troubleOf(left, target) };
  } catch (error) {
    return { left: null, trouble: text('What stood in for {path} could not be removed yet: {reason}. The next start of Lockscope tries again.', { path: target, reason: messageOf(error) }) };
  }
}

function troubleOf(left: Left, target: string): Text | null {
  switch (left) {
    case 'free':
    case 'committed':
      return null;
    case 'occupied':
    case 'others':
      return text('Something new stands at {path} by now; it was left alone.', { path: target });
    case 'acquired':
      return text('Another program acquired {path} in the moment in which it was broken; its lock stands.', { path: target });
    case 'acquired-twice':
      return text('Warning: {path} was acquired twice in the moment in which it was broken, so there may be two holders. Check both before you go on.', { path: target });
  }
}

/** Undoes the preparations of an attempt that took nothing. */
function abandon({ act, spare }: Attempt, own: Placeholder | null, disk: Disk, { quarantine, pending }: RemovalServices): void {
  if (own !== null && disk.isPlaceholder(spare, own)) disk.takeDown(spare, own.type);
  quarantine.discard(act.entry);
  pending.end(act);
}
