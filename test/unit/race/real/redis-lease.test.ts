// Locks that end by themselves: how they are waited for, renewed, and given up.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { acquireLease, ifInTime, type Lease, type LeaseLock, type Tried } from '../../../../src/race/real/scenarios/counter/lease.ts';
import { Renewal } from '../../../../src/race/real/scenarios/counter/lease-renewal.ts';
import type { Attempt } from '../../../../src/race/real/scenario.ts';

interface Told {
  retries: number;
  gaveUp: number;
}

function attempt(signal = new AbortController().signal): { readonly told: Told; readonly attempt: Attempt } {
  const told: Told = { retries: 0, gaveUp: 0 };
  const nothing = (): void => undefined;
  return {
    told,
    attempt: {
      number: 0, signal, random: () => 0, fault: () => Promise.resolve(), entered: nothing, read: nothing, wrote: nothing, left: nothing, deadlocked: nothing, refused: nothing, saw: nothing,
      retried: () => (told.retries += 1),
      gaveUp: () => (told.gaveUp += 1),
    },
  };
}

function lease(leftMs = 1_000): { readonly lease: Lease; readonly released: number[] } {
  const released: number[] = [];
  return { released, lease: { token: null, leftMs: () => leftMs, isLost: () => false, release: async () => void released.push(1) } };
}

/** Answers one after the other; the last for good. */
function answering(...answers: readonly Tried[]): LeaseLock & { tries: number } {
  const lock = {
    tries: 0,
    tryOnce: async () => {
      const answer = answers[Math.min(lock.tries, answers.length - 1)];
      lock.tries += 1;
      await turn();
      return answer ?? { is: 'taken' as const };
    },
    close: () => undefined,
  };
  return lock;
}

const patience = { firstNapMs: 1, longestNapMs: 1, unreachableMs: 20 };
const taken: Tried = { is: 'taken' };
const unreachable: Tried = { is: 'unreachable' };

describe('waiting for a lease', () => {
  it('tries until it is got', async () => {
    const { told, attempt: one } = attempt();
    const { lease: got } = lease();
    assert.equal(await acquireLease(answering(taken, unreachable, taken, { is: 'held', lease: got }), one, patience), got);
    assert.deepEqual(told, { retries: 3, gaveUp: 0 });
  });

  it('is given up when nobody is reached for long', async () => {
    const { told, attempt: one } = attempt();
    assert.equal(await acquireLease(answering(taken, unreachable), one, patience), null);
    assert.equal(told.gaveUp, 1);
  });

  it('ends with the run', async () => {
    const end = new AbortController();
    const { attempt: one } = attempt(end.signal);
    const over = new Error('over');
    const lock = answering(taken);
    const waiting = acquireLease(lock, one, patience);
    while (lock.tries < 2) await turn();
    end.abort(over);
    await assert.rejects(waiting, (error) => error === over);
  });
});

describe('a lease that was got', () => {
  it('is given back when half of it is over already', async () => {
    const { lease: late, released } = lease(249);
    assert.deepEqual(await ifInTime(late, 500), taken);
    assert.equal(released.length, 1);
  });

  it('is held otherwise', async () => {
    const { lease: early, released } = lease(250);
    assert.deepEqual(await ifInTime(early, 500), { is: 'held', lease: early });
    assert.equal(released.length, 0);
  });
});

/** Renews by what is answered, one after the other, the last for good; counts. */
function renewing(leaseMs: number, ...answers: readonly (number | null)[]) {
  const asked = { times: 0 };
  const renewal = new Renewal(async () => {
    const answer = answers[Math.min(asked.times, answers.length - 1)] ?? null;
    asked.times += 1;
    return answer;
  }, performance.now(), leaseMs);
  return { asked, renewal };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

describe('renewal', () => {
  it('goes on and on, and stops', async () => {
    const { asked, renewal } = renewing(15, 1);
    await until(() => asked.times >= 4);
    assert.equal(renewal.hasFailed, false);
    await renewal.stop();
    const { times } = asked;
    const later = renewing(15, 1);
    await until(() => later.asked.times >= 2);
    await later.renewal.stop();
    assert.equal(asked.times, times);
  });

  it('finds that the lock is somebody else\'s, and asks no more', async () => {
    const { asked, renewal } = renewing(15, 1, 0);
    await until(() => renewal.hasFailed);
    assert.equal(asked.times, 2);
  });

  it('bears a server that does not answer, until the lease is over', async () => {
    const { asked, renewal } = renewing(30, null);
    await until(() => renewal.hasFailed);
    assert.ok(asked.times >= 2, `${asked.times}`);
  });
});
