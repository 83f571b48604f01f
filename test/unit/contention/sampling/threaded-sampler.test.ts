import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Happening } from '../../../../src/contention/model.ts';
import { ThreadedSampler } from '../../../../src/contention/sampling/threaded-sampler.ts';
import { plain } from '../../../../src/base/text.ts';

/** A thread that does this when it is told of folders. */
function mainOf(body: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ type }) => { if (type === 'roots') { ${body} } });`)}`);
}

const began = JSON.stringify({
  is: 'began',
  key: 'k',
  lock: { path: '/w/a', resource: '/w/a', kind: 'kernel-lock', title: 'Kernel lock' },
  span: { is: 'hold', actor: { pid: 1, startMark: null, command: null }, mode: 'exclusive', from: 1, certainty: 'seen', blockers: [] },
});

function start(t: TestContext, main: URL): { readonly sampler: ThreadedSampler; readonly told: Happening[] } {
  const told: Happening[] = [];
  const sampler = new ThreadedSampler(main, (happenings) => told.push(...happenings));
  t.after(() => sampler.dispose());
  sampler.setRoots(['/w']);
  return { sampler, told };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

describe('a sampler in a thread', { skip: process.platform === 'linux' ? false : 'tells nothing elsewhere', timeout: 20_000 }, () => {
  test('that dies is started anew a few times, and what lasted is told as ended', async (t) => {
    const { sampler, told } = start(t, mainOf(`parentPort.postMessage({ type: 'happened', happenings: [${began}] }); setImmediate(() => process.exit(1));`));
    await until(() => sampler.trouble !== null);
    assert.deepEqual(told.map(({ is }) => is), ['began', 'ended', 'began', 'ended', 'began', 'ended', 'began', 'ended']);
    assert.match(plain(sampler.trouble ?? assert.fail()), /^Short kernel locks are not seen any more/);
  });

  test('that cannot see is left alone', async (t) => {
    const { sampler, told } = start(t, mainOf(`parentPort.postMessage({ type: 'happened', happenings: [${began}] }); parentPort.postMessage({ type: 'blind' }); parentPort.close();`));
    await until(() => sampler.isBlind);
    sampler.setRoots(['/w', '/v']);
    assert.deepEqual(told.map(({ is }) => is), ['began']);
    assert.equal(sampler.trouble, null);
  });

  test('tells nothing once it is disposed of', async (t) => {
    const main = mainOf(`setInterval(() => parentPort.postMessage({ type: 'happened', happenings: [${began}] }), 1);`);
    const { sampler, told } = start(t, main);
    await until(() => told.length > 0);
    sampler.dispose();
    const before = told.length;
    const other = start(t, main);
    await until(() => other.told.length > 20);
    assert.equal(told.length, before);
  });
});
