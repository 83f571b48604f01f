import { lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { text } from '../../src/base/text.ts';
import { orGone } from '../../src/base/errors.ts';
import { breakLock } from '../../src/breaking/break-lock.ts';
import { BreakError } from '../../src/breaking/break-error.ts';
import type { Disk } from '../../src/breaking/disk.ts';
import { Journal } from '../../src/breaking/journal.ts';
import { breakServices, type BreakServices } from '../../src/breaking/services.ts';
import type { Steps } from '../../src/base/steps.ts';
import { builtInKinds } from '../../src/locks/kinds/index.ts';
import type { Lock } from '../../src/locks/lock.ts';
import { sight } from '../../src/watch/sighting.ts';
import { busyFor, sleepFor } from './breaking-pauses.ts';
import { journalLimits } from './breaking-limits.ts';
import { obey } from './own-child.ts';

// Breaks the live index.lock argv[3] of git, by the method argv[2]. The order is a number of tries, and the state folder for them.
const [, , method = '', lockPath = ''] = process.argv;
/** A watch is given up for a moment after so long, so that orders are heard, ms. */
const watchMs = 20;
const mostDelayUs = 300;
const pollUs = 100;

obey(async (order) => {
  const [tries = '', state = ''] = order.split(' ');
  const services = servicesWith(state);
  const ends: Record<string, number> = {};
  for (let left = Number(tries); left > 0;) {
    if (!isSeenSoon()) {
      await turn();
      continue;
    }
    // At any moment of git's work.
    sleepFor(Math.random() * mostDelayUs);
    const end = await breakOnce(state, services);
    if (end === null) continue;
    left -= 1;
    ends[end] = (ends[end] ?? 0) + 1;
  }
  return ends;
});

function servicesWith(state: string): BreakServices {
  return {
    ...breakServices(state, (file) => Promise.resolve(lockAt(file))),
    journal: new Journal(state, journalLimits),
    drive: delayedSomewhere,
  };
}

function isSeenSoon(): boolean {
  const deadline = performance.now() + watchMs;
  while (performance.now() < deadline) {
    if (lstatSync(lockPath, { throwIfNoEntry: false })?.isFile() === true) return true;
    sleepFor(pollUs);
  }
  return false;
}

/** @returns how it ended; null when the lock was gone before it was tried */
async function breakOnce(state: string, services: BreakServices): Promise<string | null> {
  if (method === 'rm') return orGone(() => unlinkSync(lockPath)) === null ? null : 'broken';
  const shown = lockAt(lockPath);
  if (shown === null) return null;
  if (method === 'exchange with a file') return exchangeWithFile(path.join(state, String(process.pid)), await services.disk());
  try {
    return (await breakLock({ lock: shown, force: true }, services)).is;
  } catch (error) {
    if (error instanceof BreakError) return error.code;
    throw error;
  }
}

/** What the placeholder's type is good for. */
function exchangeWithFile(spare: string, disk: Disk): string {
  mkdirSync(path.dirname(spare), { recursive: true });
  disk.putUp(spare, 'file');
  const isTaken = orGone(() => disk.swap(spare, lockPath)) === true;
  busyFor(Math.random() * mostDelayUs);
  if (isTaken) orGone(() => unlinkSync(lockPath));
  unlinkSync(spare);
  return isTaken ? 'broken' : 'released';
}

/** As the user sees the lock of a git at work; to ask the machine for its process would take longer than git does. */
function lockAt(file: string): Lock | null {
  const sighting = sight(file, builtInKinds);
  if (sighting === null || path.basename(file) !== 'index.lock') return null;
  const { observation, reading } = sighting;
  return {
    path: file,
    resource: reading.resource,
    kind: reading.kind,
    title: reading.title,
    verdict: { state: 'held', evidence: [{ code: 'bench', supports: 'held', message: text('git is at work') }] },
    holder: null,
    waiters: [],
    kernelLocks: [],
    acquiredAt: observation.writtenAt,
    breaking: reading.breaking,
    ways: reading.ways,
    companions: reading.companions,
    endsByRename: reading.endsByRename,
    check: null,
    identity: observation.identity,
  };
}

/** Where git may come in between: after the last look, and while the placeholder stands. */
const exposed = ['exchange', 'verify', 'held', 'still ours', 'take down'];

function delayedSomewhere<T>(steps: Steps<T>): T {
  const where = exposed[Math.floor(Math.random() * (exposed.length + 1))];
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    if (next.value === where) busyFor(Math.random() * mostDelayUs);
  }
}
