import { BreakError } from '../../../../src/breaking/break-error.ts';
import type { Disk } from '../../../../src/breaking/disk.ts';
import { subjectOf } from '../../../../src/breaking/journal-entry.ts';
import { recoverAt } from '../../../../src/breaking/recovery.ts';
import { removal, type Removed } from '../../../../src/breaking/removal.ts';
import type { UndoServices } from '../../../../src/breaking/services.ts';
import { settle } from '../../../../src/breaking/settle.ts';
import type { Drive, Steps } from '../../../../src/base/steps.ts';
import type { Lock } from '../../../../src/locks/lock.ts';
import type { Observation } from '../../../../src/locks/observation.ts';
import type { Acting, Actor } from './explore.ts';
import { lockPath, resourcePath, type Self, type World } from './world.ts';

export interface Breaking {
  /** Whose mutexes it sees. */
  readonly space: string;
  /** Whether there are other breakers there. */
  readonly isAlone: boolean;
  /** Whether it takes whatever it finds for stale. */
  readonly isForced: boolean;
  /** Whether the kind of the lock says that its tool ends by renaming it. */
  readonly endsByRename: boolean;
  /** Whether the lock protects a file beside it. */
  readonly hasResource: boolean;
  /** Whether a start after a crash comes only when no other breaker is at work. */
  readonly isLate: boolean;
  /** What the disk does otherwise than it should; nothing when left out. */
  readonly disk?: (disk: Disk) => Disk;
  /** What the protocol does otherwise than it should; nothing when left out. */
  readonly steps?: <T>(steps: Steps<T>) => Steps<T>;
}

export const usual: Breaking = { space: 'here', isAlone: false, isForced: false, endsByRename: false, hasResource: false, isLate: false };

/** As breakAt() in src/breaking/break-lock.ts does, of which it runs all parts: recovery, judgement, removal, the record. */
export function breaker(world: World, name: string, how: Breaking, after?: string): Actor {
  world.spaces.set(name, how.space);
  function* act(self: Self): Acting {
    const services = servicesFor(world, self, how);
    if (!how.isAlone) {
      yield { name: 'take the mutex', when: () => !world.mutexes.has(how.space) };
      world.mutexes.set(how.space, name);
      yield* recovering(world, services, how);
    }
    yield 'judge';
    world.working.add(name);
    const seen = world.files.look(lockPath);
    if (seen !== null && (how.isForced || world.isStale())) {
      const lock = lockOf(seen, how);
      if (how.hasResource) yield 'plan';
      const disk = how.disk?.(world.disk) ?? world.disk;
      const steps = removal({ lock, target: lockPath, forced: how.isForced }, disk, services);
      const removed = yield* orFailed(how.steps?.(steps) ?? steps);
      if (removed?.is === 'done' && removed.warnings.length > 0) world.warned.add(name);
      if (removed?.is === 'done') yield* settling(world, removed, lock, how, services);
    }
    world.mutexes.delete(how.space);
    world.working.delete(name);
  }
  return { name, act, after, mayCrash: () => true };
}

/** null where it fails since something came back to where nothing was: then it has done nothing, and the user is told. */
function* orFailed(steps: Steps<Removed>): Steps<Removed | null> {
  try {
    return yield* steps;
  } catch (error) {
    if (error instanceof BreakError && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** What a start of the product does about those who crashed. */
export function recovery(world: World, name: string, how: Breaking, after?: string): Actor {
  world.spaces.set(name, how.space);
  const isDue = (): boolean => !(how.isLate && world.working.size > 0) && !world.mutexes.has(how.space) && world.pending.acts.some(({ space }) => space === how.space) && world.hasCrashed(how.space);
  function* act(self: Self): Acting {
    yield { name: 'recover', when: isDue };
    world.mutexes.set(how.space, name);
    yield* recovering(world, servicesFor(world, self, how), how);
    world.mutexes.delete(how.space);
  }
  return { name, act, after, mayCrash: () => true };
}

function servicesFor(world: World, self: Self, { space, disk }: Breaking): UndoServices {
  const { quarantine, journal, pending } = world;
  return {
    disk: () => Promise.resolve(disk?.(world.disk) ?? world.disk),
    drive: () => {
      throw new Error('the model drives');
    },
    quarantine,
    journal,
    pending,
    // An undo id is told by it, and so it is another for each.
    clock: { now: () => self.index * 1000 + ++self.clock },
    space,
  };
}

function lockOf({ path, identity, writtenAt }: Observation, { endsByRename, hasResource, isForced }: Breaking): Lock {
  return {
    path,
    resource: hasResource ? resourcePath : lockPath,
    kind: 'model',
    title: 'Modelled lock',
    verdict: { state: isForced ? 'unknown' : 'stale', evidence: [] },
    holder: null,
    waiters: [],
    kernelLocks: [],
    acquiredAt: writtenAt,
    breaking: 'remove',
    ways: [],
    companions: [],
    endsByRename,
    check: null,
    identity,
  };
}

/** The product's settle(), stopped once the entry is in the journal. */
function* settling(world: World, removed: Extract<Removed, { is: 'done' }>, lock: Lock, { isForced }: Breaking, services: UndoServices): Acting {
  yield 'settle';
  const gate = gateAt(world);
  const settled = settle(removed, subjectOf(lock, lockPath, isForced), services);
  yield 'journal written';
  gate.open();
  yield settled;
}

/** Thrown out of recoverAt() to get hold of the steps that it wants driven. */
class Caught extends Error {}

/**
 * The product's recoverAt(), which drives its steps itself. It is run until it wants that, and left;
 * the steps are taken one at a time; then it is run again, and given the result when it comes there.
 * What it does before is reading only.
 */
function* recovering(world: World, services: UndoServices, how: Breaking): Acting {
  if (world.pending.in(how.space).length === 0) return;
  let answer: { readonly value: unknown } | null = null;
  for (;;) {
    const caught: { steps: Steps<unknown> | null } = { steps: null };
    const drive: Drive = <T>(steps: Steps<T>): T => {
      if (answer !== null) {
        const { value } = answer;
        answer = null;
        // It is what these very steps returned.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return value as T;
      }
      caught.steps = steps;
      throw new Caught('to be driven step by step');
    };
    const gate = gateAt(world);
    const run = recoverAt(lockPath, { ...services, drive }).catch((error: unknown) => {
      if (!(error instanceof BreakError && error.cause instanceof Caught)) throw error;
    });
    yield Promise.race([run, gate.reached]);
    if (gate.isReached()) {
      yield 'journal written';
      gate.open();
      yield run;
    }
    if (caught.steps === null) return;
    answer = { value: yield* how.steps?.(caught.steps) ?? caught.steps };
    yield 'finish';
  }
}

interface Gate {
  readonly reached: Promise<void>;
  readonly isReached: () => boolean;
  readonly open: () => void;
}

/** Holds whoever writes into the journal next once it has, until it is opened. */
function gateAt(world: World): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  let isReached = false;
  world.journal.written = () => {
    isReached = true;
    world.journal.written = () => Promise.resolve();
    reached.resolve();
    return opened.promise;
  };
  return { reached: reached.promise, isReached: () => isReached, open: () => opened.resolve() };
}
