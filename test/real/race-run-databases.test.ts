// Measured runs in SQLite and PostgreSQL: what loses updates and what does not, under kills too, and that servers leave nothing behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { conflictOf, within } from '../../src/race/real/databases/connection.ts';
import { connectTo, lookForDeadlocksAfter, type PostgresqlConnection } from '../../src/race/real/databases/postgresql.ts';
import { noFaults, noServers, plainRequest, type Faults, type GivenServers, type Length } from '../../src/race/real/request.ts';
import type { RunResult } from '../../src/race/real/result.ts';
import { startPostgresql, type PostgresqlServer } from '../../src/race/real/servers/postgresql.ts';
import { lackOfPackages } from './programs/needs.ts';
import { TestLab } from './race/lab.ts';

const here = new TestLab();
const never = new AbortController().signal;
const lack = lackOfPackages(['postgresql']);
const skip = lack !== null && !(lack.failsInCi && process.env['CI'] === 'true') ? lack.reason : false;

/** So slow that others come in between, ms. */
const slow: Partial<Faults> = { slowMs: 3 };
const kills: Partial<Faults> = { kill: 0.08 };
const second: Length = { is: 'seconds', seconds: 1 };
const some = { is: 'operations', operations: 40 } as const;

let servers: GivenServers = noServers;
/** What the tests themselves have started. */
let own: readonly string[] = [];

/** One run, of which nothing is left. */
async function run(scenario: string, strategy: string, length: Length, faults: Partial<Faults> = {}, actors = 3, seed = 1): Promise<RunResult> {
  const result = await here.run({ ...plainRequest(scenario, strategy, actors, length), seed, faults: { ...noFaults, ...faults }, servers });
  assert.deepEqual(here.left().filter((each) => !own.includes(each)), [], strategy);
  return result;
}

async function assertKept(scenario: string, strategy: string, faults: Partial<Faults> = {}): Promise<RunResult> {
  const result = await run(scenario, strategy, some, faults);
  assert.deepEqual([result.operations, result.kept, result.violations, result.asClaimed], [some.operations, true, 0, true], `${scenario} ${strategy}: ${JSON.stringify(result.breaches)}`);
  if (faults.kill !== undefined) assert.ok(result.killed > 0, strategy);
  return result;
}

/** Runs of a second, with another seed each, until it shows: on a busy machine few meet in a second. */
async function untilSeen(scenario: string, strategy: string, isSeen: (result: RunResult) => boolean, actors = 6): Promise<RunResult> {
  for (let seed = 1; ; seed += 1) {
    const result = await run(scenario, strategy, second, slow, actors, seed);
    if (isSeen(result)) {
      assert.ok(result.asClaimed);
      return result;
    }
    assert.ok(seed < 5, `${scenario} ${strategy} does not show it`);
  }
}

/** @param explanation of the first case, which is shown */
async function assertBroken(scenario: string, strategy: string, kind: string, explanation: RegExp): Promise<void> {
  const breachOf = ({ breaches }: RunResult): RunResult['breaches'][number] | undefined => breaches.find((each) => each.kind === kind);
  const result = await untilSeen(scenario, strategy, (each) => breachOf(each) !== undefined);
  assert.equal(result.kept, false);
  assert.match(breachOf(result)?.explanation ?? '', explanation);
  assert.ok((breachOf(result)?.history.length ?? 0) > 0);
}

describe('real runs in SQLite', () => {
  it('count right under the write lock and by version, whoever is killed; a plain BEGIN refuses instead of losing', async () => {
    await assertKept('counter', 'sqlite-immediate', kills);
    await assertKept('counter', 'sqlite-optimistic');
    assert.ok((await untilSeen('counter', 'sqlite-deferred', ({ gaveUp }) => gaveUp > 0, 3)).kept);
  });

  it('keep money together and above zero where they check, whoever is killed, and not where they do not', async () => {
    await assertKept('transfer', 'sqlite-immediate');
    await assertKept('transfer', 'sqlite-optimistic', kills);
    await assertBroken('transfer', 'sqlite-plain-read', 'overdrawn', /^Account \d h.* -\d+ .*\. Actor [A-F] read \d+ there .*; actor [A-F] read .*\. Neither saw what the other took\.$/);
    await assertBroken('transfer', 'sqlite-optimistic-second-row-unchecked', 'lost-update', /^Account \d holds .* changed it in between, at /);
  });

  it('keep log and accounts together in one transaction, and part them when one is killed between two', async () => {
    await assertKept('transaction-log', 'sqlite-same-transaction', kills);
    // By this seed some of the kills are between the two.
    const { breaches } = await run('transaction-log', 'sqlite-log-afterwards', { is: 'operations', operations: 30 }, { kill: 0.3 });
    assert.match(breaches.find(({ kind }) => kind === 'torn')?.explanation ?? '', /^Actor [A-C] moved \d+ from account \d to account \d and was killed at .*: the log does not have that\./);
    await assertBroken('transaction-log', 'sqlite-log-before', 'torn', /^The log says that actor [A-F] moved .*, and it did not/);
  });
});

describe('real runs of transfers between files', () => {
  it('are whole in one file under a lock', async () => {
    await assertKept('transfer', 'seed-file-transaction');
  });

  it('are whole in two files too, at whatever step one is killed', async () => {
    const { operations, killed, kept, breaches } = await run('transfer', 'file-transaction', { is: 'operations', operations: 40 }, { kill: 0.2 });
    assert.ok(operations > 0 && killed > 0 && kept, JSON.stringify(breaches));
  });
});

/** The processes whose command has something in it. */
async function processesOf(word: string): Promise<readonly string[]> {
  const child = spawn('ps', ['-eo', 'pid,args'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = await child.stdout.toArray();
  return Buffer.concat(chunks).toString().split('\n').filter((line) => line.includes(word));
}

/** The segment of shared memory that a server has, from its own note of it. */
function segmentOf(folder: string): string {
  const [, , , , , , shared = ''] = readFileSync(path.join(folder, 'postgresql', 'postmaster.pid'), 'utf8').split('\n');
  const id = shared.trim().split(/\s+/)[1] ?? '';
  assert.ok(segments().has(id), shared);
  return id;
}

function segments(): ReadonlySet<string> {
  return new Set(readFileSync('/proc/sysvipc/shm', 'utf8').split('\n').map((line) => line.trim().split(/\s+/)[1] ?? ''));
}

describe('a private PostgreSQL server', { skip }, () => {
  const folder = (): string => mkdtempSync(path.join(tmpdir(), 'lockscope-postgresql-'));

  it('gives back its memory and its processes when it is stopped, or its start is', async () => {
    const place = folder();
    const server = await startPostgresql(place, never);
    const segment = segmentOf(place);
    const session = await connectTo(server.url);
    assert.deepEqual((await session.run('SELECT 1')).rows, [[1]]);
    assert.ok((server.cpuMs() ?? 0) > 0 && /^\d+\.\d+/.test(server.version) && server.isPrivate);
    await server.stop();
    await session.close();
    assert.deepEqual([segments().has(segment), await processesOf(place)], [false, []]);
    rmSync(place, { recursive: true });

    const another = folder();
    const wanted = new AbortController();
    const starting = startPostgresql(another, wanted.signal);
    while (!existsSync(path.join(another, 'postgresql', 'postmaster.pid'))) await pause(1);
    const reason = new Error('not wanted any more');
    wanted.abort(reason);
    await assert.rejects(starting, (error) => error === reason);
    assert.deepEqual(await processesOf(another), []);
    rmSync(another, { recursive: true });
  });

  it('ends tidily when whoever started it is killed', async () => {
    const place = folder();
    const main = path.join(import.meta.dirname, '../../src/race/real/servers/postgresql.ts');
    const script = `const { startPostgresql } = await import(${JSON.stringify(main)}); await startPostgresql(${JSON.stringify(place)}, new AbortController().signal); console.log('up'); setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(starter.stdout, 'data');
    const segment = segmentOf(place);
    starter.kill('SIGKILL');
    while ((await processesOf(place)).length > 0) await pause(20);
    assert.equal(segments().has(segment), false);
    rmSync(place, { recursive: true });
  });
});

/** What others wait for. */
class Barrier {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

describe('real runs in PostgreSQL', { skip }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-postgresql-'));
  let server: PostgresqlServer | null = null;

  before(async () => {
    server = await startPostgresql(folder, never);
    servers = { redis: [], postgresql: server.url };
    own = here.left();
  });

  after(async () => {
    servers = noServers;
    own = [];
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  it('count right with the row locked, by version, and in an order that the server finds', async () => {
    await assertKept('counter', 'postgresql-for-update', kills);
    assert.ok((await assertKept('counter', 'postgresql-optimistic', slow)).retries > 0);
    assert.ok((await assertKept('counter', 'postgresql-serializable', slow)).retries > 0);
    await assertBroken('counter', 'postgresql-read-committed', 'lost-update', /read (\d+) .* had read \1 too/);
  });

  it('deadlock where rows are locked in two orders, which is retried, and not in one order', async () => {
    const { deadlocks, retries, kept } = await untilSeen('transfer', 'postgresql-for-update-unordered', (result) => result.deadlocks > 0);
    assert.ok(retries >= deadlocks && kept);
    assert.equal((await assertKept('transfer', 'postgresql-for-update-ordered', slow)).deadlocks, 0);
  });

  it('deadlock by versions too, where two update the same rows in two orders', async () => {
    const [one, other] = [await connectTo(server?.url ?? ''), await connectTo(server?.url ?? '')];
    await one.run('CREATE TABLE two (id INTEGER PRIMARY KEY, version INTEGER)');
    await one.run('INSERT INTO two VALUES (1, 1), (2, 1)');
    for (const each of [one, other]) await lookForDeadlocksAfter(50)(each);
    const update = 'UPDATE two SET version = version + 1 WHERE id = $1 AND version = 1';
    const isHalfDone = [new Barrier(), new Barrier()] as const;
    const both = (session: PostgresqlConnection, first: 1 | 2): Promise<unknown> =>
      within(session, never, 'BEGIN', async () => {
        await session.run(update, [first]);
        isHalfDone[first - 1]?.open();
        await Promise.all(isHalfDone.map(({ opened }) => opened));
        await session.run(update, [3 - first]);
        await session.run('COMMIT');
      });
    const ends = await Promise.allSettled([both(one, 1), both(other, 2)]);
    const failures = ends.flatMap((end) => (end.status === 'rejected' ? [conflictOf(end.reason)] : []));
    assert.deepEqual(failures, ['deadlock']);
    await one.run('DROP TABLE two');
    await Promise.all([one.close(), other.close()]);
  });

  it('let who waits for a row go when a run is over, and do nothing of what it waited for', async () => {
    const [holder, waiter] = [await connectTo(server?.url ?? ''), await connectTo(server?.url ?? '')];
    await holder.run('CREATE TABLE one (number INTEGER)');
    await holder.run('INSERT INTO one VALUES (1)');
    await holder.run('BEGIN');
    await holder.run('UPDATE one SET number = 2');
    const over = new AbortController();
    const waiting = within(waiter, over.signal, 'BEGIN', async () => {
      await waiter.wait(over.signal, 'UPDATE one SET number = 3');
      await waiter.run('COMMIT');
    });
    const reason = new Error('over');
    const waits = 'SELECT count(*)::int FROM pg_locks WHERE NOT granted';
    while ((await holder.run(waits)).rows[0]?.[0] !== 1) await pause(2);
    over.abort(reason);
    await assert.rejects(waiting, (error) => error === reason);
    await waiter.close();
    await holder.run('COMMIT');
    while ((await holder.run("SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend'")).rows[0]?.[0] !== 1) await pause(2);
    assert.deepEqual((await holder.run('SELECT number FROM one')).rows, [[2]]);
    await holder.run('DROP TABLE one');
    await holder.close();
  });

  it('keep money together by versions, and overdraw by plain reading', async () => {
    await assertKept('transfer', 'postgresql-optimistic', kills);
    await assertBroken('transfer', 'postgresql-read-committed', 'overdrawn', /Neither saw what the other took\.$/);
  });

  it('keep log and accounts together in one transaction', async () => {
    await assertKept('transaction-log', 'postgresql-same-transaction', kills);
  });

  it('leave no schema in a server that is given', async () => {
    const session = await connectTo(server?.url ?? '');
    const { rows } = await session.run("SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'lockscope%'");
    await session.close();
    assert.deepEqual(rows, [[0]]);
  });
});

describe('a run with a server of its own', { skip }, () => {
  it('has the version and the time of the server, and leaves nothing, cancelled or not', async () => {
    const result = await assertKept('counter', 'postgresql-for-update');
    assert.match(result.machine.versions['postgresql'] ?? '', /^\d+\.\d+/);
    assert.ok((result.serverCpuMs ?? 0) > 0);
    const cancel = new AbortController();
    const running = here.run(plainRequest('counter', 'postgresql-for-update', 3, { is: 'seconds', seconds: 60 }), cancel.signal, () => cancel.abort(new Error('enough')));
    await assert.rejects(running, /enough/);
    assert.deepEqual(here.left(), []);
  });
});
