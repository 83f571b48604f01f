// What actors and databases have to do with each other: conflicts, tries, waiting, and where a private server listens.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { conflictOf, within } from '../../../../src/race/real/databases/connection.ts';
import { pgVersion } from '../../../../src/race/real/databases/postgresql.ts';
import { SqliteConnection } from '../../../../src/race/real/databases/sqlite.ts';
import { pauseAfter, untilDone } from '../../../../src/race/real/databases/tries.ts';
import type { Attempt } from '../../../../src/race/real/scenario.ts';
import { accountIn } from '../../../../src/race/real/servers/postgresql-account.ts';
import { addressIn, settingsOf, urlOf } from '../../../../src/race/real/servers/postgresql-address.ts';
import { joinPostgresql } from '../../../../src/race/real/servers/postgresql.ts';
import { timesIn } from '../../../../src/race/real/servers/postgresql-time.ts';

const never = new AbortController().signal;

/** An error with the code that a database gives it. */
function failure(about: Readonly<Record<string, string | number>>): Error {
  return Object.assign(new Error('no'), about);
}

/** An attempt that notes what it is told. */
function attemptOf(signal = never): { readonly attempt: Attempt; readonly told: string[] } {
  const told: string[] = [];
  const note = (word: string) => (): void => void told.push(word);
  const attempt: Attempt = {
    number: 0, signal, random: () => 0, fault: () => Promise.resolve(),
    entered: note('entered'), read: note('read'), wrote: note('wrote'), left: note('left'),
    retried: note('retried'), deadlocked: note('deadlocked'), refused: note('refused'), gaveUp: note('gave up'), saw: note('saw'),
  };
  return { attempt, told };
}

describe('a conflict', () => {
  test('is told from what is wrong', () => {
    assert.equal(conflictOf(failure({ code: 'ERR_SQLITE_ERROR', errcode: 5 })), 'busy');
    assert.equal(conflictOf(failure({ code: 'ERR_SQLITE_ERROR', errcode: 517 })), 'busy', 'SQLITE_BUSY_SNAPSHOT');
    assert.equal(conflictOf(failure({ code: 'ERR_SQLITE_ERROR', errcode: 19 })), null);
    assert.deepEqual(['40P01', '40001', '23505'].map((code) => conflictOf(failure({ code }))), ['deadlock', 'serialization', null]);
    assert.equal(conflictOf(new Error('no')), null);
  });

  test('is tried again, so many times, and the last told', async () => {
    const { attempt, told } = attemptOf();
    let tries = 0;
    await untilDone(attempt, 3, () => Promise.resolve((tries += 1) === 3));
    assert.deepEqual(told, ['retried', 'retried']);
    await untilDone(attempt, 2, () => Promise.resolve(false));
    assert.deepEqual(told.slice(2), ['retried', 'gave up']);
  });

  test('counts as a deadlock, a retry or an end of patience by its kind; what is none is thrown', async () => {
    const { attempt, told } = attemptOf();
    const failing = (...errors: readonly Error[]) => {
      const left = [...errors];
      return () => {
        const error = left.shift();
        return error === undefined ? Promise.resolve(true) : Promise.reject(error);
      };
    };
    await untilDone(attempt, 5, failing(failure({ code: '40P01' }), failure({ code: '40001' })));
    assert.deepEqual(told, ['deadlocked', 'retried', 'retried']);
    await untilDone(attempt, 5, failing(failure({ errcode: 5 })));
    assert.deepEqual(told.slice(3), ['gave up']);
    await assert.rejects(untilDone(attempt, 5, failing(failure({ code: '42P01' }))), /no/);
  });

  test('is not tried again when the run is over', async () => {
    const over = new AbortController();
    const { attempt } = attemptOf(over.signal);
    const reason = new Error('over');
    await assert.rejects(untilDone(attempt, 9, () => {
      over.abort(reason);
      return Promise.resolve(false);
    }), (error) => error === reason);
  });

  test('is followed by a pause that grows, up to some', () => {
    assert.deepEqual([1, 2, 3, 7, 8, 50].map((tried) => pauseAfter(tried, 1)), [1, 2, 4, 64, 64, 64]);
    assert.equal(pauseAfter(9, 0.25), 16);
  });
});

describe('SQLite', { skip: isBuiltin('node:sqlite') ? false : 'this Node has none' }, () => {
  /** Two connections to one file with the number 1. */
  async function two(t: TestContext): Promise<readonly [SqliteConnection, SqliteConnection]> {
    const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-sqlite-'));
    const open = (): Promise<SqliteConnection> => SqliteConnection.open(path.join(folder, 'data.sqlite'));
    const both = [await open(), await open()] as const;
    t.after(async () => {
      for (const each of both) await each.close();
      rmSync(folder, { recursive: true });
    });
    await both[0].run('CREATE TABLE numbers (number INTEGER)');
    await both[0].run('INSERT INTO numbers VALUES (1)');
    return both;
  }

  const set = 'UPDATE numbers SET number = $1';
  const get = 'SELECT number FROM numbers';

  test('keeps the second writer waiting until the first has committed', async (t) => {
    const [one, other] = await two(t);
    await one.run('BEGIN IMMEDIATE');
    await one.run(set, [2]);
    let isIn = false;
    const second = within(other, never, 'BEGIN IMMEDIATE', async () => {
      isIn = true;
      const { rows } = await other.run(get);
      await other.run('COMMIT');
      return rows;
    });
    await turn();
    assert.equal(isIn, false);
    await one.run('COMMIT');
    assert.deepEqual(await second, [[2]]);
  });

  test('lets a waiter go when the run is over', async (t) => {
    const [one, other] = await two(t);
    await one.run('BEGIN IMMEDIATE');
    const over = new AbortController();
    const waiting = other.wait(over.signal, 'BEGIN IMMEDIATE');
    const reason = new Error('over');
    over.abort(reason);
    await assert.rejects(waiting, (error) => error === reason);
    await one.run('ROLLBACK');
    assert.equal((await other.run(set, [3])).count, 1);
  });

  test('refuses at once a transaction that read before another wrote; it is rolled back and can begin anew', async (t) => {
    const [one, other] = await two(t);
    await assert.rejects(within(one, never, 'BEGIN', async () => {
      await one.run(get);
      await other.run(set, [5]);
      await one.run(set, [2]);
    }), (error) => conflictOf(error) === 'busy');
    assert.deepEqual((await other.run(get)).rows, [[5]]);
    await within(one, never, 'BEGIN IMMEDIATE', () => one.run('COMMIT'));
    await one.rollback();
  });

  test('has each commit on the disk, in WAL mode', async (t) => {
    const [one] = await two(t);
    const { rows } = await one.run("SELECT (SELECT synchronous FROM pragma_synchronous), (SELECT journal_mode = 'wal' FROM pragma_journal_mode)");
    assert.deepEqual(rows, [[2, 1]]);
  });
});

describe('a private PostgreSQL server', () => {
  test('is talked to by the version of pg that is told', () => {
    const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
    assert.match(text, new RegExp(`"pg": "${pgVersion.replaceAll('.', String.raw`\.`)}"`));
  });

  test('listens at a socket in its folder, where the path is short enough, else on this machine only and with a password', { skip: process.platform === 'win32' }, async () => {
    const near = await addressIn('/tmp/run/postgresql');
    assert.deepEqual(near, { is: 'socket', folder: '/tmp/run/postgresql' });
    assert.equal(urlOf(near), 'postgresql://lockscope@localhost:5432/postgres?host=%2Ftmp%2Frun%2Fpostgresql&sslmode=disable');
    assert.ok(settingsOf(near).includes('listen_addresses='));
    const far = await addressIn(`/tmp/${'long'.repeat(30)}`);
    assert.ok(far.is === 'loopback' && far.port > 0 && far.password.length === 32);
    assert.equal(urlOf(far), `postgresql://lockscope:${far.password}@127.0.0.1:${far.port}/postgres?sslmode=disable`);
    assert.deepEqual(settingsOf(far), ['listen_addresses=127.0.0.1', `port=${far.port}`, 'unix_socket_directories=']);
  });

  test('runs as the account of that name, which is one or is not', () => {
    const passwd = 'root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\nbroken:x:\n';
    assert.deepEqual(accountIn(passwd, 'postgres'), { uid: 101, gid: 104 });
    assert.equal(accountIn(passwd, 'postgre'), null);
    assert.equal(accountIn(passwd, 'broken'), null);
  });

  test('has its time from /proc, whatever its name is', () => {
    assert.deepEqual(timesIn('17 (a) b (c)) S 4 17 17 0 -1 4194560 1 2 3 4 10 20 300 400 20 0 1 0 99'), { parent: 4, own: 30, ended: 700 });
    assert.equal(timesIn('17 (a) S'), null);
  });
});

describe('a PostgreSQL server that is given', () => {
  test('is named by a URL, whose password is not repeated', async () => {
    await assert.rejects(joinPostgresql('host=there password=s3cret', never), (error: Error) => error.name === 'RealRunError' && !error.message.includes('s3cret'));
    await assert.rejects(joinPostgresql('postgresql://ann:s3cret@127.0.0.1:1/data', never), (error: Error) => error.name === 'RealRunError' && /127\.0\.0\.1:1\/data/.test(error.message) && !error.message.includes('s3cret'));
  });
});
