import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deadlocksIn } from '../../src/contention/deadlock.ts';
import { waitGraphOf } from '../../src/contention/wait-graph.ts';
import { accuracyOf, areKeptFromCore, type Accuracy } from './contention/accuracy.ts';
import { cannotLock, type How, type Locker } from './contention/locker.ts';
import { hasRing } from './contention/told.ts';
import { Watching } from './contention/watching.ts';

const hows: readonly How[] = ['flock', 'posix', 'ofd'];

describe('kernel locks, sampled', { skip: cannotLock }, () => {
  for (const how of hows) {
    test(`${how}: each hold is told, of its process`, async (t) => {
      const watching = await Watching.begin(t);
      const file = watching.file('alone');
      const locker = watching.locker();
      for (let i = 1; i <= 5; i++) {
        await locker.lock(file, how);
        const hold = await watching.until(() => watching.told.open.find(({ lock, actor }) => lock === file && actor.pid === locker.pid), 'the hold');
        assert.match(hold.actor.command ?? '', /locker\.pl/);
        assert.notEqual(hold.actor.startMark, null);
        await locker.unlock(file);
        await watching.until(() => watching.told.open.length === 0, 'its end');
        assert.equal(watching.of(file).length, i);
      }
    });

    test(`${how}: holds of 20 ms are told as long as they were`, async (t) => {
      const watching = await Watching.begin(t);
      const file = watching.file('alone');
      const locker = watching.locker();
      // On a machine that is busy with others the thread may sleep through the time between two, but not each time.
      const rounds: Accuracy[] = [];
      let isBusy = false;
      while (rounds.length === 0 || (rounds.length < 4 && !isGood(rounds.at(-1)))) {
        const before = watching.of(file).length;
        const truths = await locker.cycle(file, how, { holdMs: 20, gapMs: 40, count: 20 });
        await untilAllTold(watching, locker, how);
        isBusy = areKeptFromCore(truths, 20);
        rounds.push(accuracyOf(truths, watching.of(file).slice(before)));
      }
      t.diagnostic(rounds.map(({ seen, holds, tooMany }) => `${seen.length} of ${holds} seen, ${seen.filter(({ isExact }) => isExact).length} exact, ${tooMany} too many`).join('; '));
      const last = rounds.at(-1);
      if (isBusy && !isGood(last)) t.diagnostic('the lockers were kept from their core: only that something is told, and nothing that never was');
      assert.ok(isGood(last) || (isBusy && last?.tooMany === 0 && last.seen.length > 0), JSON.stringify(last));
    });

    test(`${how}: who waits, for how long and for whom`, async (t) => {
      const watching = await Watching.begin(t);
      const file = watching.file('waited for');
      const [holder, waiter] = [watching.locker(), watching.locker()];
      await holder.lock(file, how);
      const waiting = waiter.lock(file, how);
      const wait = await watching.until(() => watching.told.open.find((span) => span.is === 'wait' && span.actor.pid === waiter.pid), 'the wait');
      assert.equal(wait.lock, file);
      await watching.until(() => watching.told.open.some((span) => span.is === 'wait' && span.blockers.some(({ pid }) => pid === holder.pid)), 'the holder to be told with it');
      assert.deepEqual(deadlocksIn(waitGraphOf(watching.history.open)), []);
      const before = Date.now();
      await holder.unlock(file);
      await waiting;
      const after = Date.now();
      const held = await watching.until(() => watching.told.open.find((span) => span.is === 'hold' && span.actor.pid === waiter.pid), 'the waiter to hold it');
      const over = await watching.until(() => watching.of(file).find((span) => span.is === 'wait' && span.actor.pid === waiter.pid && span.to !== null), 'the wait to end');
      assert.ok(over.to !== null && over.to <= held.from, 'it holds when it waits no more');
      assert.ok(held.from > before - 1 && held.from < after + 100, `${held.from} is not near ${before} to ${after}`);
      assert.deepEqual(watching.of(file).filter(({ is }) => is === 'wait').length, 1);
    });
  }

  for (const how of ['flock', 'ofd'] as const) {
    for (const count of [2, 3]) {
      test(`${how}: a deadlock of ${count} is seen within a second`, async (t) => {
        const watching = await Watching.begin(t);
        // A machine that is busy with others may take longer once in a while, but not each time.
        const took: number[] = [];
        while (took.length === 0 || (took.length < 4 && Math.min(...took) >= 1000)) {
          const lockers = Array.from({ length: count }, () => watching.locker());
          const began = await closeRing(watching, lockers, how, took.length);
          const pids = lockers.map(({ pid }) => pid);
          await watching.until(() => hasRing(watching.told.open, pids), 'the ring');
          await watching.until(() => deadlocksIn(waitGraphOf(watching.history.open)).length > took.length, 'the deadlock');
          took.push(performance.now() - began);
        }
        t.diagnostic(`seen ${took.map((ms) => ms.toFixed(0)).join(', ')} ms after the ring was closed`);
        assert.ok(Math.min(...took) < 1000, `${took.join(', ')} ms`);
      });
    }
  }

  test('posix: the kernel refuses a deadlock, and none is told', async (t) => {
    const watching = await Watching.begin(t);
    const [one, two] = [watching.locker(), watching.locker()];
    await one.lock(watching.file('a'), 'posix');
    await two.lock(watching.file('b'), 'posix');
    const waiting = one.lock(watching.file('b'), 'posix');
    await watching.until(() => watching.told.open.some(({ is }) => is === 'wait'), 'the wait');
    await assert.rejects(two.lock(watching.file('a'), 'posix'), /refused/);
    assert.deepEqual(deadlocksIn(waitGraphOf(watching.history.open)), []);
    await two.unlock(watching.file('b'));
    await waiting;
  });

  test('readers share a lock, and a writer waits for all of them', async (t) => {
    const watching = await Watching.begin(t);
    const file = watching.file('shared');
    const [one, two, writer] = [watching.locker(), watching.locker(), watching.locker()];
    await one.lock(file, 'flock', true);
    await two.lock(file, 'flock', true);
    const waiting = writer.lock(file, 'flock');
    const wait = await watching.until(() => watching.told.open.find(({ is, blockers }) => is === 'wait' && blockers.length === 2), 'the wait for both');
    assert.deepEqual(new Set(wait.blockers.map(({ pid }) => pid)), new Set([one.pid, two.pid]));
    assert.deepEqual(watching.told.open.filter(({ lock, is }) => lock === file && is === 'hold').map(({ mode }) => mode), ['shared', 'shared']);
    await one.unlock(file);
    await two.unlock(file);
    await waiting;
  });

  test('a lock that a dead child has left is its parent\'s', async (t) => {
    const watching = await Watching.begin(t);
    const file = watching.file('inherited');
    const locker = watching.locker();
    await locker.inherit(file);
    const hold = await watching.until(() => watching.told.open.find(({ actor }) => actor.pid === locker.pid), 'the parent to be told');
    assert.equal(hold.lock, file);
    assert.match(hold.actor.command ?? '', /locker\.pl/);
    await locker.unlock(file);
    await watching.until(() => watching.told.open.length === 0, 'its end');
    assert.equal(watching.of(file).length, 1);
  });

  test('a lock is seen also while nobody looks', async (t) => {
    const watching = await Watching.begin(t);
    watching.sampler.setWatched(false);
    const file = watching.file('after silence');
    const locker = watching.locker();
    await locker.lock(file, 'posix');
    await watching.until(() => watching.of(file).length > 0, 'the lock');
  });

  test('locks of files elsewhere are nobody\'s business, and become so with their folder', async (t) => {
    const watching = await Watching.begin(t);
    const elsewhere = await Watching.begin(t);
    const [here, there] = [watching.file('here'), elsewhere.file('there')];
    const locker = watching.locker();
    await locker.lock(there, 'flock');
    await locker.lock(here, 'flock');
    await watching.until(() => watching.of(here).length > 0, 'the lock in the folder');
    assert.deepEqual(watching.of(there), []);
    watching.sampler.setRoots([elsewhere.folder]);
    await watching.until(() => watching.of(there).length > 0, 'the other');
    await watching.until(() => watching.of(here).every(({ to }) => to !== null), 'the first to be over');
    watching.sampler.setRoots([]);
    await watching.until(() => watching.told.open.length === 0, 'nothing to be told any more');
  });
});

/** Nearly all seen, each once, and those that are called seen as long as they were. */
function isGood(round: Accuracy | undefined): boolean {
  if (round === undefined) return false;
  const { holds, seen, tooMany } = round;
  const called = seen.filter(({ span }) => span.certainty === 'seen');
  return seen.length >= 0.9 * holds && tooMany === 0 && called.length > 0 && called.filter(({ isExact }) => !isExact).length <= holds - seen.length;
}

/** Another lock is taken until it is told, and with it all before it. */
async function untilAllTold(watching: Watching, locker: Locker, how: How): Promise<void> {
  const marker = watching.file('marker');
  const before = watching.of(marker).length;
  await locker.lock(marker, how);
  await watching.until(() => watching.of(marker).length > before, 'the marker');
  await locker.unlock(marker);
  await watching.until(() => watching.told.open.length === 0, 'all to be told');
}

/** Each has a file of its own and waits for the next one's. @returns when the last wait was asked for, ms of performance.now() */
async function closeRing(watching: Watching, lockers: readonly Locker[], how: How, ring: number): Promise<number> {
  const files = lockers.map((_, i) => watching.file(`ring ${ring} ${i}`));
  for (const [i, locker] of lockers.entries()) await locker.lock(files[i] ?? '', how);
  // They wait until they are ended with the test.
  for (const [i, locker] of lockers.entries()) locker.lock(files[(i + 1) % files.length] ?? '', how).catch(() => undefined);
  return performance.now();
}
