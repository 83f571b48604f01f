// What an adversary found about heartbeats: silence is no proof while the machine sleeps or a holder is kept from renewing.
import assert from 'node:assert/strict';
import { mkdirSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { errnoCode } from '../../../src/base/errors.ts';
import { builtInKinds } from '../../../src/locks/kinds/index.ts';
import { readMounts } from '../../../src/system/mounts.ts';
import { createMachine } from '../../../src/system/this-machine.ts';
import { Inspector } from '../../../src/watch/inspect.ts';
import { waitFor } from '../demo/wait.ts';
import { brief, judgedLater, Place } from './place.ts';

const skip = process.platform === 'linux' ? false : 'reads /proc';

/** When the lock was renewed, ms after its making: so its interval is known. */
const renewedMs = 3000;
/** Far longer than any silence that is no proof. */
const laterMs = 120_000;

/** A lock as proper-lockfile leaves it after a renewal. */
function renewedLock(place: Place): string {
  const lock = place.at('data.lock');
  mkdirSync(lock);
  const renewedAt = new Date(Math.ceil(statSync(lock).birthtimeMs / 1000) * 1000 + renewedMs);
  utimesSync(lock, renewedAt, renewedAt);
  return lock;
}

describe('the lock of a holder that renews it', { skip }, () => {
  test('is not stale because the clock was set forward, or the machine slept', (t) => {
    const lock = renewedLock(new Place(t));
    let jumpedMs = 2 * renewedMs;
    const inspector = new Inspector(createMachine(), { now: () => Date.now() + jumpedMs });
    assert.equal(brief(inspector.inspect(lock, builtInKinds)), 'held heartbeat-fresh');
    jumpedMs += laterMs;
    assert.equal(brief(inspector.inspect(lock, builtInKinds)), 'suspect heartbeat-late');
    assert.equal(brief(inspector.inspect(lock, builtInKinds)), 'suspect heartbeat-late');
  });

  // What runs JavaScript may go by any name.
  for (const [what, ...command] of [
    ['node', process.execPath, '-e', 'console.log(); process.stdin.resume()'],
    ['a program of another name', 'bash', '-c', 'echo; read -r _; true'],
  ] as const) {
    test(`is not stale while ${what} is stopped that may be its holder`, async (t) => {
      const place = new Place(t);
      const { actor } = await place.start(command[0], command.slice(1));
      const lock = renewedLock(place);
      actor.signal('SIGSTOP');
      await waitFor(() => isStopped(actor.pid), 'it to be stopped');
      assert.equal(judgedLater(lock, laterMs), 'suspect heartbeat-late');
    });
  }
});

/** Whether a process does nothing, as the list of those that could hold a lock tells. */
function isStopped(pid: number): boolean {
  return createMachine().running(() => true)?.some((process) => process.pid === pid && process.stopped) ?? false;
}

/** A control group of its own until the test is over; or why there is none. */
function controlGroup(t: TestContext): string | { readonly lacks: string } {
  const root = [...readMounts()].find(([, { type }]) => type === 'cgroup2')?.[0];
  if (root === undefined) return { lacks: 'no control groups of the second version are mounted' };
  const group = path.join(root, `lockscope-test-${process.pid}`);
  try {
    mkdirSync(group);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(errnoCode(error) ?? '')) throw error;
    return { lacks: 'takes leave to make a control group' };
  }
  t.after(() => waitFor(() => isRemoved(group), 'the control group to be empty'));
  return group;
}

function isRemoved(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch (error) {
    if (errnoCode(error) === 'EBUSY') return false;
    throw error;
  }
}

test('a process that the control group freezer has stopped counts as stopped', { skip }, async (t) => {
  // Its processes end before the group can go.
  const place = new Place(t);
  const group = controlGroup(t);
  if (typeof group !== 'string') {
    t.skip(group.lacks);
    return;
  }
  const { actor } = await place.start(process.execPath, ['-e', 'console.log(); process.stdin.resume()']);
  const lock = renewedLock(place);
  writeFileSync(path.join(group, 'cgroup.procs'), String(actor.pid));
  assert.ok(!isStopped(actor.pid));
  writeFileSync(path.join(group, 'cgroup.freeze'), '1');
  await waitFor(() => isStopped(actor.pid), 'it to be told as frozen');
  assert.equal(judgedLater(lock, laterMs), 'suspect heartbeat-late');
  writeFileSync(path.join(group, 'cgroup.freeze'), '0');
  await waitFor(() => !isStopped(actor.pid), 'it to be told as thawed');
});
