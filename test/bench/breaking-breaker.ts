import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { breakLock } from '../../src/breaking/break-lock.ts';
import { BreakError } from '../../src/breaking/break-error.ts';
import { realTarget } from '../../src/breaking/disk.ts';
import { Journal } from '../../src/breaking/journal.ts';
import { subjectOf } from '../../src/breaking/journal-entry.ts';
import { removal } from '../../src/breaking/removal.ts';
import { breakServices, type BreakServices } from '../../src/breaking/services.ts';
import { settle } from '../../src/breaking/settle.ts';
import { atOnce, type Drive } from '../../src/base/steps.ts';
import { builtInKinds } from '../../src/locks/kinds/index.ts';
import type { Lock } from '../../src/locks/lock.ts';
import { createMachine } from '../../src/system/this-machine.ts';
import { Inspector } from '../../src/watch/inspect.ts';
import { busyFor } from './breaking-pauses.ts';
import { journalLimits } from './breaking-limits.ts';
import { isMethod, type Method } from './breaking-methods.ts';
import { breakByPath } from './breaking-peer.ts';
import { obey } from './own-child.ts';

// Breaks the lock argv[3] by the method argv[2] as often as it is stale, with argv[4] us between check and act and the state folder argv[5].
const [, , method = '', lockPath = '', delay = '', state = ''] = process.argv;
const delayUs = Number(delay);
/** The real one, but that it does not ask who has a lock open: nobody keeps one open here, and asking takes most of the time. */
const inspector = new Inspector(Object.assign(createMachine(), { openers: () => null }), systemClock);
const counts: Record<string, number> = {};
const stopping = new AbortController();
let running = Promise.resolve();

obey(async (order) => {
  if (order === 'break') running = breakOnAndOn();
  if (order === 'stop') {
    stopping.abort();
    await running;
  }
  return counts;
});

async function breakOnAndOn(): Promise<void> {
  if (!isMethod(method)) throw new Error(`no method: ${method}`);
  const act = actBy(method);
  while (!stopping.signal.aborted) {
    const ended = await act();
    if (ended === null) await pause(2);
    else counts[ended] = (counts[ended] ?? 0) + 1;
  }
}

function inspectLock(file: string): Lock | null {
  return inspector.inspect(file, builtInKinds);
}

/** One look, and a break where the lock is stale. @returns how that ended; null when there was none to break */
function actBy(by: Method): () => Promise<string | null> {
  if (by === 'unlink by path' || by === 'check, then unlink') return () => Promise.resolve(breakByPath(lockPath, by === 'check, then unlink', () => busyFor(delayUs)));
  const services: BreakServices = {
    ...breakServices(state, (file) => Promise.resolve(inspectLock(file))),
    journal: new Journal(state, journalLimits),
    drive: delayUs > 0 ? delayed : atOnce,
  };
  const act = by === 'Lockscope' ? breakWhole : breakWithoutMutex;
  return async () => {
    const lock = inspectLock(lockPath);
    if (lock === null || lock.verdict.state !== 'stale') return null;
    try {
      return await act(lock, services);
    } catch (error) {
      if (error instanceof BreakError) return error.code;
      throw error;
    }
  };
}

async function breakWhole(lock: Lock, services: BreakServices): Promise<string> {
  return (await breakLock({ lock, force: false }, services)).is;
}

/** As breakers do that cannot see each other's mutex, in two containers for instance: each is to the other as any program that breaks locks. */
async function breakWithoutMutex(lock: Lock, services: BreakServices): Promise<string> {
  const target = realTarget(lock.path);
  if (target === null) return 'released';
  const removed = services.drive(removal({ lock, target, forced: false }, await services.disk(), services));
  if (removed.is !== 'done') return removed.is;
  await settle(removed, subjectOf(lock, target, false), services);
  return removed.event.is;
}

/** Waits between the last look and what it was for. */
const delayed: Drive = (steps) => {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    if (next.value === 'exchange' || next.value === 'move') busyFor(delayUs);
  }
};
