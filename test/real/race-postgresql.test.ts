// What the race lab's model says of a database that locks rows, against PostgreSQL itself.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { database, type Database } from '../../src/race/model/objects/index.ts';
import type { Operation } from '../../src/race/model/operation.ts';
import { keyOf, type Value } from '../../src/race/model/value.ts';
import { numbersFrom } from '../unit/race/programs/random.ts';
import { lackOfPackages } from './programs/needs.ts';
import { startPostgresql, type Postgresql } from './programs/postgresql.ts';
import { Scene } from './programs/scene.ts';

const clients = ['A', 'B', 'C'];
const walks = 60;
const stepsOfAWalk = 24;

/** Whoever waits for a row at all waits for ever in these walks, so that a short patience tells. In ms. */
const patience = 40;
const timedOut = '55P03';

const bank: Database = database('bank', { one: { balance: 100 }, two: { balance: 100 } });

/** The same thing for both, and whether it is for those within a transaction, without one, or for all. */
interface Step {
  readonly operation: Operation;
  readonly sql: string;
  readonly within: boolean | null;
  /** Not in a transaction that only reads. */
  readonly changes?: boolean;
}

function stepsOf(row: string, amount: number): readonly Step[] {
  const often: readonly Step[] = [
    { operation: bank.begin(), sql: 'BEGIN', within: false },
    { operation: bank.selectForUpdate(row), sql: `SELECT balance FROM accounts WHERE id = '${row}' FOR UPDATE`, within: true, changes: true },
    { operation: bank.update(row, { add: { balance: -amount }, where: { balance: { atLeast: amount } } }), sql: `UPDATE accounts SET balance = balance - ${amount} WHERE id = '${row}' AND balance >= ${amount}`, within: null, changes: true },
    { operation: bank.update(row, { set: { balance: amount } }), sql: `UPDATE accounts SET balance = ${amount} WHERE id = '${row}'`, within: null, changes: true },
  ];
  return [
    ...often,
    ...often,
    { operation: bank.beginSnapshot(), sql: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT count(*) FROM accounts WHERE false', within: false },
    { operation: bank.select(row), sql: `SELECT balance FROM accounts WHERE id = '${row}'`, within: null },
    { operation: bank.commit(), sql: 'COMMIT', within: true },
    { operation: bank.rollback(), sql: 'ROLLBACK', within: true },
  ];
}

/** One connection, told by lines and answering in lines. */
class Session {
  private readonly psql: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  constructor({ data }: Postgresql) {
    this.psql = spawn('psql', ['-XqAt', '-h', data, '-U', 'ann', '-d', 'postgres', '-v', 'ON_ERROR_ROLLBACK=on'], { stdio: 'pipe' });
    this.lines = createInterface({ input: this.psql.stdout })[Symbol.asyncIterator]();
  }

  /** What came of it: rows, the number of rows, and 00000 or which error it was. */
  async run(sql: string): Promise<{ readonly rows: readonly string[]; readonly count: number; readonly state: string }> {
    this.psql.stdin.write(`${sql};\n\\echo END :SQLSTATE :ROW_COUNT\n`);
    const rows: string[] = [];
    for (;;) {
      const { value, done } = await this.lines.next();
      assert.notEqual(done, true, 'psql has ended');
      const [, state = '', count] = /^END (\w+) (\d+)$/.exec(value) ?? [];
      if (count !== undefined) return { rows, count: Number(count), state };
      rows.push(value);
    }
  }

  end(): void {
    this.psql.stdin.end('\\q\n');
  }
}

/** The model and PostgreSQL, side by side. */
class Walk {
  private readonly sessions: ReadonlyMap<string, Session>;
  private state: Value = bank.initial;
  private readonly within = new Map<string, 'changes' | 'reads'>();

  constructor(sessions: ReadonlyMap<string, Session>) {
    this.sessions = sessions;
  }

  /** One step, where it makes sense to that client. Tells whether it waited, or null when it made none. */
  async step(client: string, { operation, sql, within, changes = false }: Step, where: string): Promise<boolean | null> {
    const session = this.sessions.get(client);
    const own = this.within.get(client);
    if (session === undefined || (within !== null && within !== (own !== undefined)) || (changes && own === 'reads')) return null;
    const [end] = operation.attempt(this.state, { actor: client, now: 0 });
    const { rows, count, state } = await session.run(sql);
    const really = state === timedOut ? 'waits' : sql.startsWith('SELECT') ? { balance: Number(rows[0]) } : sql.startsWith('UPDATE') ? count : state === '00000' ? null : state;
    assert.deepEqual(really, end === undefined ? 'waits' : end.result, `${where}: ${client} ${sql} in ${keyOf(this.state)}`);
    if (end !== undefined) this.state = end.state;
    if (sql.startsWith('BEGIN')) this.within.set(client, sql.includes('READ ONLY') ? 'reads' : 'changes');
    if (within === true && !changes) this.within.delete(client);
    return end === undefined;
  }

  /** Ends all transactions, and sets the accounts back. */
  async end(): Promise<void> {
    for (const client of this.within.keys()) await this.sessions.get(client)?.run('ROLLBACK');
    await this.sessions.get('A')?.run('UPDATE accounts SET balance = 100');
  }
}

const lack = lackOfPackages(['postgresql']);

describe('a database that locks rows is as PostgreSQL is', { skip: lack !== null && !(lack.failsInCi && process.env['CI'] === 'true') ? lack.reason : false }, () => {
  const scene = new Scene();
  const sessions = new Map<string, Session>();

  before(async () => {
    const server = await startPostgresql(scene);
    for (const client of clients) sessions.set(client, new Session(server));
    await sessions.get('A')?.run("CREATE TABLE accounts (id text PRIMARY KEY, balance int); INSERT INTO accounts VALUES ('one', 100), ('two', 100)");
    for (const session of sessions.values()) await session.run(`SET lock_timeout = ${patience}`);
  });

  after(async () => {
    for (const session of sessions.values()) session.end();
    await scene.end();
  });

  test(`in ${walks} walks by chance of ${clients.length} connections`, async () => {
    let [waited, done] = [0, 0];
    for (let seed = 0; seed < walks; seed += 1) {
      const below = numbersFrom(seed);
      const walk = new Walk(sessions);
      for (let at = 0; at < stepsOfAWalk; at += 1) {
        const steps = stepsOf(below(2) === 0 ? 'one' : 'two', below(3) * 40);
        const step = steps[below(steps.length)];
        assert.ok(step !== undefined);
        const hasWaited = await walk.step(clients[below(clients.length)] ?? '', step, `seed ${seed}, step ${at}`);
        if (hasWaited === true) waited += 1;
        if (hasWaited === false) done += 1;
      }
      await walk.end();
    }
    assert.ok(waited > 10 && done > 100, `${waited} waited and ${done} went on`);
  });
});
