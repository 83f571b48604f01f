// Real runs of the counter on real processes: what is lost, what holds, and that nothing is left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { plainRequest } from '../../src/race/real/request.ts';
import { ownStateFolder } from '../../src/system/own-state-folder.ts';
import { counting, offspring, runnerMain, TestLab } from './race/lab.ts';

const second = { is: 'seconds', seconds: 1 } as const;

describe('real runs of the counter', () => {
  const here = new TestLab();

  it('loses updates without a lock, and shows who read the same', async () => {
    const result = await here.run(counting('none', 4, second));
    assert.ok(result.lostUpdates > 0, JSON.stringify(result.breaches));
    assert.equal(result.kept, false);
    const lost = result.breaches.find(({ kind }) => kind === 'lost-update');
    assert.match(lost?.explanation ?? '', /^Actor [A-D] read (\d+) at .* had read \1 too/);
    const [one, other] = lost?.history.filter(({ read, wrote }) => wrote !== null && String(read) === /read (\d+)/.exec(lost.explanation)?.[1]) ?? [];
    assert.notEqual(one?.actor, other?.actor);
    assert.deepEqual(here.left(), []);
  });

  it('loses them with a queue in each process', async () => {
    assert.ok((await here.run(counting('in-process-queue', 4, second))).lostUpdates > 0);
  });

  for (const strategy of ['seed-lock-file', 'proper-lockfile', 'file-lock', 'read-write-lock', 'flock', 'owner-process', 'owner-process-batched']) {
    it(`loses none with ${strategy}, to the last of a number of operations`, async () => {
      const result = await here.run(counting(strategy, 3, { is: 'operations', operations: 100 }));
      assert.deepEqual([result.operations, result.lostUpdates, result.violations, result.kept, result.asClaimed], [100, 0, 0, true, true], JSON.stringify(result.breaches));
      assert.equal(result.perActor.reduce((sum, each) => sum + each), 100);
      assert.ok(result.latencyMs.p50 <= result.latencyMs.p95 && result.latencyMs.p95 <= result.latencyMs.p99 && result.latencyMs.p99 <= result.latencyMs.max);
      assert.deepEqual(here.left(), []);
    });
  }

  it('holds under kills: others take the places of the killed', async () => {
    for (const strategy of ['file-lock', 'flock', 'owner-process']) {
      const result = await here.run(counting(strategy, 3, { is: 'operations', operations: 60 }, { kill: 0.06 }));
      assert.ok(result.killed > 0, strategy);
      assert.deepEqual([result.operations, result.lostUpdates, result.violations, result.asClaimed], [60, 0, 0, true], JSON.stringify(result.breaches));
    }
  });

  it('nobody gets past the lock file of a killed holder, which is told', async () => {
    const result = await here.run(counting('seed-lock-file', 2, { is: 'seconds', seconds: 2 }, { kill: 1 }));
    assert.ok(result.killed > 0);
    assert.deepEqual(result.breaches.map(({ kind }) => kind), ['stuck']);
    assert.match(result.breaches[0]?.explanation ?? '', /nobody got on any more/);
  });

  it('a holder that stands still is robbed where age decides, and not where its process does', async () => {
    const faults = { pause: { share: 0.2, ms: 1500 } };
    const [robbed, kept] = [await here.run(counting('seed-stale-by-age', 3, { is: 'seconds', seconds: 2 }, faults)), await here.run(counting('file-lock', 3, { is: 'seconds', seconds: 2 }, faults))];
    assert.ok(robbed.breaches.some(({ kind }) => kind === 'two-inside'), JSON.stringify(robbed.breaches));
    assert.deepEqual([kept.violations, kept.paused > 0, kept.asClaimed], [0, true, true], JSON.stringify(kept.breaches));
  });

  it('two are inside at once under the lock file that is stale by age, in a clock that goes wrong', async () => {
    const result = await here.run(counting('seed-stale-by-age', 2, { is: 'seconds', seconds: 1 }, { clockOffsetMs: 60_000, slowMs: 5 }));
    assert.ok(result.violations > 0);
  });

  it('leaves nothing of its locks in the state folder', async () => {
    const held = path.join(ownStateFolder(), 'held');
    const before = existsSync(held) ? readdirSync(held).length : 0;
    await here.run(counting('file-lock', 2, { is: 'operations', operations: 10 }, { kill: 0.1 }));
    assert.ok((existsSync(held) ? readdirSync(held).length : 0) <= before);
  });

  it('says what there is when asked for what there is not', async () => {
    await assert.rejects(here.run(counting('no-such', 2, second)), /counter has no strategy no-such\. There are none, seed-lock-file, .*flock/);
    await assert.rejects(here.run(plainRequest('no-such', 'none', 2, second)), /There is no real run named no-such\. There are counter, /);
  });
});

describe('the end of a real run', () => {
  it('cancelled at any time, leaves nothing', async () => {
    const here = new TestLab();
    for (const afterMs of [0, 40, 120, 250, 400]) {
      const stop = new AbortController();
      const run = here.run(counting('owner-process', 3, { is: 'seconds', seconds: 30 }), stop.signal);
      setTimeout(() => stop.abort(new Error('enough')), afterMs);
      await assert.rejects(run, /^Error: enough$/);
      assert.deepEqual(here.left(), [], `after ${afterMs} ms`);
    }
  });

  it('cancelled while an actor stands still, leaves nothing', async () => {
    const here = new TestLab();
    const stop = new AbortController();
    const run = here.run(counting('flock', 2, { is: 'seconds', seconds: 30 }, { pause: { share: 1, ms: 60_000 } }), stop.signal, () => stop.abort(new Error('enough')));
    await assert.rejects(run, /enough/);
    assert.deepEqual(here.left(), []);
  });

  it('of a lab that is closed, leaves nothing', async () => {
    const here = new TestLab();
    const run = here.run(counting('file-lock', 2, { is: 'seconds', seconds: 30 }), undefined, () => void here.lab.close());
    await assert.rejects(run, /The race lab was closed/);
    assert.deepEqual(here.left(), []);
  });

  it('whose runner was killed, leaves nothing, even of an actor that stands still', async () => {
    const here = new TestLab();
    let isKilled = false;
    const run = here.run(counting('flock', 2, { is: 'seconds', seconds: 30 }, { pause: { share: 1, ms: 60_000 } }), undefined, () => {
      const runner = offspring().find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('race-runner'));
      if (!isKilled && runner !== undefined) process.kill(runner, 'SIGKILL');
      isKilled = true;
    });
    await assert.rejects(run, /The runner ended without an answer/);
    await gone(() => here.left());
  });

  it('whose host was killed, leaves nothing', async () => {
    const program = `
      import { ForkedLab } from ${JSON.stringify(new URL('../../src/race/real/forked-lab.ts', import.meta.url).href)};
      await new ForkedLab(${JSON.stringify(runnerMain)}).run(${JSON.stringify(counting('owner-process', 2, { is: 'seconds', seconds: 30 }))}, { onProgress: ({ phase }) => console.log(phase), onFolder: (folder) => console.log(folder) }, new AbortController().signal);`;
    const host = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]();
    const folder = String((await lines.next()).value);
    assert.match(folder, /lockscope-race-/);
    for (let line = await lines.next(); line.value !== 'running'; line = await lines.next()) assert.equal(line.done, false);
    host.kill('SIGKILL');
    await once(host, 'exit');
    await gone(() => [...offspring().map(String), ...(existsSync(folder) ? [folder] : [])]);
  });
});

/** Waits until there is nothing any more; the test's own limit ends the waiting. */
async function gone(what: () => readonly string[]): Promise<void> {
  while (what().length > 0) await pause(50);
}
