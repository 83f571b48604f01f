// What the model says of a database in one file, against SQLite itself.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { fileDatabase } from '../../../../src/race/model/objects/index.ts';
import type { Operation } from '../../../../src/race/model/operation.ts';
import { keyOf, type Value } from '../../../../src/race/model/value.ts';
import { numbersFrom } from '../programs/random.ts';

const clients = ['A', 'B', 'C'];
const walks = 60;
const stepsOfAWalk = 14;

const bank = fileDatabase('bank.sqlite', { one: { balance: 100 }, two: { balance: 100 } });

/** The same thing for both. */
interface Step {
  readonly operation: Operation;
  readonly sql: string;
}

function steps(below: (limit: number) => number): Step {
  const row = below(2) === 0 ? 'one' : 'two';
  const amount = below(3) * 40;
  const all: readonly Step[] = [
    { operation: bank.begin(), sql: 'BEGIN' },
    { operation: bank.beginImmediate(), sql: 'BEGIN IMMEDIATE' },
    { operation: bank.select(row), sql: `SELECT balance FROM accounts WHERE id = '${row}'` },
    { operation: bank.select(row), sql: `SELECT balance FROM accounts WHERE id = '${row}'` },
    { operation: bank.update(row, { add: { balance: -amount }, where: { balance: { atLeast: amount } } }), sql: `UPDATE accounts SET balance = balance - ${amount} WHERE id = '${row}' AND balance >= ${amount}` },
    { operation: bank.update(row, { add: { balance: amount } }), sql: `UPDATE accounts SET balance = balance + ${amount} WHERE id = '${row}'` },
    { operation: bank.commit(), sql: 'COMMIT' },
    { operation: bank.rollback(), sql: 'ROLLBACK' },
  ];
  const step = all[below(all.length)];
  assert.ok(step !== undefined);
  return step;
}

describe('a database in one file is as SQLite is', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lockscope-sqlite-'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  test(`in ${walks} walks by chance of ${clients.length} connections`, () => {
    let [refused, done] = [0, 0];
    for (let seed = 0; seed < walks; seed += 1) {
      const walk = new Walk(path.join(folder, `${seed}.sqlite`));
      try {
        const below = numbersFrom(seed);
        for (let at = 0; at < stepsOfAWalk; at += 1) {
          const went = walk.step(clients[below(clients.length)] ?? '', steps(below), `seed ${seed}, step ${at}`);
          if (went === 'refused') refused += 1;
          if (went === 'done') done += 1;
        }
      } finally {
        walk.close();
      }
    }
    assert.ok(refused > 50 && done > 200, `${refused} refused and ${done} done`);
  });

  test('who has read and finds another writing is told at once, however patient it is', () => {
    const patience = 60_000;
    const file = path.join(folder, 'patient.sqlite');
    create(file);
    const [one, other] = [new DatabaseSync(file, { timeout: patience }), new DatabaseSync(file, { timeout: patience })];
    try {
      for (const connection of [one, other]) connection.exec("BEGIN; SELECT balance FROM accounts WHERE id = 'one'");
      one.exec("UPDATE accounts SET balance = 60 WHERE id = 'one'");
      const started = performance.now();
      assert.throws(() => other.exec("UPDATE accounts SET balance = 60 WHERE id = 'one'"), /database is locked/);
      assert.ok(performance.now() - started < patience / 2);
      other.exec('ROLLBACK');
      one.exec('COMMIT');
    } finally {
      one.close();
      other.close();
    }
  });
});

function create(file: string): void {
  const first = new DatabaseSync(file);
  first.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; CREATE TABLE accounts (id TEXT PRIMARY KEY, balance INTEGER); INSERT INTO accounts VALUES ('one', 100), ('two', 100)");
  first.close();
}

/** The model and SQLite, side by side. */
class Walk {
  private state: Value = bank.initial;
  private readonly connections: ReadonlyMap<string, DatabaseSync>;

  constructor(file: string) {
    create(file);
    this.connections = new Map(clients.map((client) => [client, new DatabaseSync(file)]));
    for (const connection of this.connections.values()) connection.exec('PRAGMA synchronous = OFF');
  }

  /** One step, unless it makes no sense to a connection in or out of a transaction. */
  step(client: string, { operation, sql }: Step, where: string): 'done' | 'refused' | 'skipped' {
    const connection = this.connections.get(client);
    assert.ok(connection !== undefined);
    if (sql.startsWith('BEGIN') === connection.isTransaction && /^(?:BEGIN|COMMIT|ROLLBACK)/.test(sql)) return 'skipped';
    const [end] = operation.attempt(this.state, { actor: client, now: 0 });
    // SQLite keeps new readers out from the first try of such a commit on; the model's just waits.
    if (sql === 'COMMIT' && end === undefined) return 'skipped';
    const expected = end === undefined || end.result === 'database is locked' ? 'locked' : end.result;
    assert.deepEqual(this.really(connection, sql), expected, `${where}: ${client} ${sql} in ${keyOf(this.state)}`);
    if (end !== undefined) this.state = end.state;
    return expected === 'locked' ? 'refused' : 'done';
  }

  close(): void {
    for (const connection of this.connections.values()) connection.close();
  }

  /** What comes of it, said as the model says it. */
  private really(connection: DatabaseSync, sql: string): unknown {
    try {
      if (sql.startsWith('SELECT')) return { ...connection.prepare(sql).get() };
      const { changes } = connection.prepare(sql).run();
      return sql.startsWith('UPDATE') ? Number(changes) : null;
    } catch (error) {
      if (error instanceof Error && error.message === 'database is locked') return 'locked';
      throw error;
    }
  }
}
