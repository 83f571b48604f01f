// Measured runs with Redis: private servers come and go, locks with a lease and Redlock on real servers, and what a fencing token changes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults, RunRequest } from '../../src/race/real/request.ts';
import type { BreachKind, RunResult } from '../../src/race/real/result.ts';
import { openRedlock } from '../../src/race/real/scenarios/counter/lease-redlock.ts';
import { connectRedis } from '../../src/race/real/servers/redis-client.ts';
import { joinRedis, startRedis } from '../../src/race/real/servers/redis.ts';
import { lackOfPackages } from './programs/needs.ts';
import { counting, processesNaming, TestLab } from './race/lab.ts';

const lack = lackOfPackages(['redis-server']);
const skip = lack !== null && !(lack.failsInCi && process.env['CI'] === 'true') ? lack.reason : false;
const never = new AbortController().signal;
const here = new TestLab();

/** So long that no holder loses it on a busy machine; and so short that a pause outlasts it, ms. */
const [longLeaseMs, shortLeaseMs] = [10_000, 250];
const pauses: Partial<Faults> = { pause: { share: 0.1, ms: 700 } };
const kills: Partial<Faults> = { kill: 0.1 };

type Asked = Partial<Omit<RunRequest, 'faults'>> & { readonly faults?: Partial<Faults> };

function requestOf(strategy: string, { faults, ...asked }: Asked): RunRequest {
  return { ...counting(strategy, 3, { is: 'operations', operations: 45 }, faults), leaseMs: longLeaseMs, ...asked };
}

/** One run, of which nothing is left. */
async function run(strategy: string, asked: Asked = {}): Promise<RunResult> {
  const result = await here.run(requestOf(strategy, asked));
  assert.deepEqual(here.left(), []);
  return result;
}

function breachesOf({ breaches }: RunResult): readonly BreachKind[] {
  return breaches.map(({ kind }) => kind);
}

function assertKept(result: RunResult): void {
  assert.deepEqual(result.breaches, []);
  assert.ok(result.kept && result.asClaimed);
}

function folderOf(test: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-redis-'));
  test.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** One that is the user's, as far as a run knows. */
async function serverOf(test: TestContext): Promise<string> {
  const [server] = await startRedis(folderOf(test), 1, never);
  assert.ok(server !== undefined);
  test.after(() => server.close());
  return server.url;
}

describe('private Redis servers', { skip }, () => {
  it('answer, are ended and come back empty, and leave nothing', async (test) => {
    const folder = folderOf(test);
    const servers = await startRedis(folder, 2, never);
    const [server] = servers;
    assert.ok(server !== undefined && server.isPrivate);
    const { client, isReady, close } = await connectRedis(server.url);
    test.after(close);
    while ((server.cpuMs() ?? 0) === 0) await client.set('key', 'value');
    await server.kill();
    await assert.rejects(client.get('key'));
    await server.restart();
    while (!isReady()) await pause(5);
    assert.equal(await client.get('key'), null);
    assert.ok((server.cpuMs() ?? 0) > 0, 'the time of the process before counts');
    assert.equal(processesNaming(folder).length, 2);
    await Promise.all(servers.map((each) => each.close()));
    await server.restart();
    assert.deepEqual(processesNaming(folder), []);
  });

  it('listen on the loopback where a socket\'s path would be too long', async (test) => {
    const folder = path.join(folderOf(test), 'a'.repeat(100));
    const [server] = await startRedis(folder, 1, never);
    assert.match(server?.url ?? '', /^redis:\/\/127\.0\.0\.1:\d+$/);
    const { client, close } = await connectRedis(server?.url ?? '');
    assert.equal(await client.ping(), 'PONG');
    close();
    await server?.close();
  });

  it('that are not wanted any more while they start leave no process', async (test) => {
    const folder = folderOf(test);
    for (let ms = 0; ms < 40; ms += 4) {
      const cancel = new AbortController();
      const starting = startRedis(folder, 3, cancel.signal);
      setTimeout(() => cancel.abort(new Error('cancelled')), ms);
      const servers = await starting.catch((error: unknown) => {
        assert.match(String(error), /cancelled/);
        return [];
      });
      await Promise.all(servers.map((server) => server.close()));
      assert.deepEqual(processesNaming(folder), []);
    }
  });
});

describe('Redis servers of the user', { skip }, () => {
  it('keep what is theirs, and are not ended', async (test) => {
    const url = await serverOf(test);
    const { client, close } = await connectRedis(url);
    test.after(close);
    await client.set('mine', 1);
    assertKept(await here.run(requestOf('redis-lock-fenced', { servers: { redis: [url], postgresql: null } })));
    assert.deepEqual(await client.keys('*'), ['mine']);
    const [joined] = await joinRedis([url], never);
    await assert.rejects(async () => joined?.kill(), /was not started for this run/);
    await assert.rejects(async () => joined?.restart(), /was not started for this run/);
    await assert.rejects(run('redis-lock', { servers: { redis: [url], postgresql: null }, faults: { redisDown: 1 } }), /were not started for this run/);
  });

  it('must be five for Redlock, not one named five times', async (test) => {
    const url = await serverOf(test);
    await assert.rejects(here.run(requestOf('redlock', { servers: { redis: [url, url, url, url, url], postgresql: null } })), /one and the same/);
  });

  it('that cannot be reached are named, without their password', async () => {
    await assert.rejects(joinRedis(['redis://me:secret@127.0.0.1:1'], never), (error) => /127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED/.test(String(error)) && !String(error).includes('secret'));
  });
});

describe('a lock with a lease', { skip }, () => {
  for (const strategy of ['redis-delete', 'redis-lock', 'redis-lock-renewed', 'redis-lock-fenced', 'redis-lock-fenced-by-store', 'redlock', 'redlock-fenced']) {
    it(`${strategy} keeps every increment`, async () => {
      const result = await run(strategy);
      assertKept(result);
      assert.equal(result.operations, 45);
      assert.match(result.machine.versions['redis'] ?? result.machine.versions['valkey'] ?? '', /^\d+\.\d+/);
    });
  }

  for (const strategy of ['redis-lock-renewed', 'redlock']) {
    it(`${strategy} lets two in when its holder stands still for longer`, async () => {
      const result = await run(strategy, { leaseMs: shortLeaseMs, faults: pauses });
      assert.ok(!result.kept && result.asClaimed && result.paused > 0);
      assert.ok(breachesOf(result).includes('two-inside'), JSON.stringify(result.breaches));
    });
  }

  for (const strategy of ['redis-lock-fenced', 'redlock-fenced']) {
    it(`${strategy} keeps every increment all the same: the store turns the late holder away`, async () => {
      const result = await run(strategy, { leaseMs: shortLeaseMs, faults: pauses });
      assertKept(result);
      assert.ok(result.paused > 0 && result.refused > 0, JSON.stringify([result.paused, result.refused]));
    });
  }

  it('ends with its holder that is killed, or after it', async () => {
    const result = await run('redis-lock-fenced-by-store', { leaseMs: shortLeaseMs, faults: kills });
    assertKept(result);
    assert.ok(result.killed > 0);
  });

  it('that is renewed outlasts work that is slow, and one that is not does not', async () => {
    const slow: Asked = { leaseMs: 400, actors: 2, length: { is: 'operations', operations: 2 }, faults: { slowMs: 1_000 } };
    assertKept(await run('redis-lock-renewed', slow));
    assert.ok(breachesOf(await run('redis-lock', slow)).includes('two-inside'));
  });

  it('is forgotten by a Redis that is started again, and the token of the store is not', async () => {
    const restarts: Asked = { length: { is: 'seconds', seconds: 2 }, faults: { redisRestartMs: 400, slowMs: 500 } };
    const plain = await run('redis-lock', restarts);
    assert.ok(breachesOf(plain).includes('two-inside') && plain.asClaimed, JSON.stringify(plain.breaches));
    assertKept(await run('redis-lock-fenced-by-store', restarts));
  });
});

describe('Redlock on five servers', { skip }, () => {
  /** Operations in each tenth of a second from the second one on; the servers are ended in the middle of the first. */
  const after = ({ series }: RunResult): number => series.slice(10).reduce((sum, each) => sum + each, 0);
  const seconds: Asked = { length: { is: 'seconds', seconds: 1.5 } };

  for (const down of [1, 2]) {
    it(`works with ${down} of them down`, async () => {
      const result = await run('redlock', { ...seconds, faults: { redisDown: down } });
      assertKept(result);
      assert.ok(after(result) > 0);
    });
  }

  it('refuses with three of them down', async () => {
    const result = await run('redlock', { ...seconds, leaseMs: 400, faults: { redisDown: 3 } });
    assertKept(result);
    assert.ok(result.operations > 0 && result.gaveUp > 0);
    assert.equal(after(result), 0);
  });

  it('is granted by three that answer while two hang, and not by two: nobody waits for those that hang for long', async (test) => {
    const folder = folderOf(test);
    const servers = await startRedis(folder, 5, never);
    test.after(() => Promise.all(servers.map((server) => server.close())));
    const pids = processesNaming(folder);
    assert.equal(pids.length, 5);
    const lock = await openRedlock(servers, 1_000);
    test.after(() => lock.close());
    const hang = (count: number): void => pids.slice(0, count).forEach((pid) => process.kill(pid, 'SIGSTOP'));
    hang(2);
    const tried = await lock.tryOnce();
    assert.ok(tried.is === 'held' && tried.lease.leftMs() > 0);
    await tried.lease.release();
    hang(3);
    assert.deepEqual(await lock.tryOnce(), { is: 'unreachable' });
  });

  it('is cancelled while it runs, and leaves nothing', async () => {
    const cancel = new AbortController();
    const running = here.run(requestOf('redlock', { length: { is: 'seconds', seconds: 60 } }), cancel.signal, () => cancel.abort(new Error('cancelled')));
    await assert.rejects(running, /cancelled/);
    assert.deepEqual(here.left(), []);
  });
});
