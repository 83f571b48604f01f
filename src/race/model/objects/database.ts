import { readsAll, type Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';
import { asText, describeRows, isFound, updated, type Row, type Rows, type Update } from './rows.ts';

/** A transaction that has not come to its end. */
type Transaction = { readonly changes: Rows; readonly locked: readonly string[]; readonly snapshot: Rows | null };

type State = { readonly rows: Rows; readonly open: { readonly [actor: string]: Transaction } };

/**
 * A database that locks rows, as PostgreSQL does: read committed unless a snapshot is asked for, and whoever is
 * not in a transaction commits with each statement. What waits for a row waits without an end; nobody looks for deadlocks.
 */
export class Database extends SharedObject<State> {
  override readonly kind = 'database';

  constructor(name: string, rows: Rows) {
    super(name, { rows, open: {} });
  }

  /** BEGIN. */
  begin(): Operation<null> {
    return this.operation('begin', [], { touches: [], attempt: (state, { actor }) => done(opened(state, actor, null), null) });
  }

  /** BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY, with its first look: all selects see the rows of this moment. */
  beginSnapshot(): Operation<null> {
    return this.operation('beginSnapshot', [], { touches: readsAll, attempt: (state, { actor }) => done(opened(state, actor, state.rows), null) });
  }

  /** SELECT: what is committed, or the transaction's own change. null when there is no such row. */
  select(row: string): Operation<Row | null> {
    return this.operation('select', [row], { touches: [{ part: row, writes: false }], attempt: (state, { actor }) => done(state, seenBy(state, actor, row) ?? null) });
  }

  /** SELECT ... FOR UPDATE: waits until no other transaction has the row locked, and locks it. */
  selectForUpdate(row: string): Operation<Row | null> {
    return this.operation('selectForUpdate', [row], {
      touches: [{ part: row, writes: true }],
      attempt: (state, { actor }) => (isLocked(state, row, actor) ? blocked : done(locked(state, actor, row), seenBy(state, actor, row) ?? null)),
    });
  }

  /** SELECT ... FOR UPDATE with a lock_timeout that ends at that tick. null when it has timed out: the transaction is rolled back. */
  selectForUpdateUntil(row: string, tick: number): Operation<Row | null> {
    return this.operation('selectForUpdateUntil', [row, tick], {
      isTimed: true,
      attempt: (state, { actor, now }) => {
        if (!isLocked(state, row, actor)) return done(locked(state, actor, row), seenBy(state, actor, row) ?? null);
        return now >= tick ? done(closed(state, actor), null) : blocked;
      },
    });
  }

  /**
   * UPDATE: waits for the row if another transaction has it locked, and looks then whether it is still as it should be.
   * Tells how many rows were changed.
   */
  update(row: string, update: Update): Operation<number> {
    return this.operation('update', [row, asText(update)], {
      touches: [{ part: row, writes: true }],
      attempt: (state, { actor }) => {
        const before = seenBy(state, actor, row);
        if (!isFound(before, update)) return done(state, 0);
        return isLocked(state, row, actor) ? blocked : done(changed(state, actor, row, updated(before, update)), 1);
      },
    });
  }

  /** INSERT of a row that nobody else inserts. */
  insert(row: string, values: Row): Operation<null> {
    return this.operation('insert', [row, values], { touches: [{ part: row, writes: true }], attempt: (state, { actor }) => done(changed(state, actor, row, values), null) });
  }

  /** COMMIT: what was changed is to be seen by all, on disk, and no longer locked. */
  commit(): Operation<null> {
    return this.operation('commit', [], {
      attempt: (state, { actor }) => {
        const { changes } = transactionOf(state, actor);
        return done({ ...closed(state, actor), rows: { ...state.rows, ...changes } }, null);
      },
    });
  }

  /** ROLLBACK. */
  rollback(): Operation<null> {
    return this.operation('rollback', [], {
      attempt: (state, { actor }) => {
        transactionOf(state, actor);
        return done(closed(state, actor), null);
      },
    });
  }

  override describe({ rows, open }: State): string {
    const transactions = Object.entries(open).map(([actor, { changes, locked: rowsLocked }]) => {
      const parts = [...(rowsLocked.length > 0 ? [`has locked ${rowsLocked.join(' and ')}`] : []), ...(Object.keys(changes).length > 0 ? [`not committed: ${describeRows(changes)}`] : [])];
      return `${actor} ${parts.length > 0 ? parts.join(', ') : 'is in a transaction'}`;
    });
    return [describeRows(rows), ...transactions].join(' | ');
  }

  /** Whoever has rows locked. */
  override holders({ open }: State): readonly string[] {
    return Object.keys(open).filter((actor) => (open[actor]?.locked.length ?? 0) > 0);
  }

  override awaited({ args: [row] }: Operation): string {
    return typeof row === 'string' ? `${row} of ${this.name}` : this.name;
  }

  override blockers({ open }: State, { args: [row] }: Operation, actor: string): readonly string[] {
    return Object.keys(open).filter((other) => other !== actor && open[other]?.locked.some((name) => name === row));
  }

  override afterCrash(state: State, actor: string): State {
    return closed(state, actor);
  }

  override afterPowerLoss({ rows }: State): readonly State[] {
    return [{ rows, open: {} }];
  }
}

export function database(name: string, rows: Rows): Database {
  return new Database(name, rows);
}

function transactionOf({ open }: State, actor: string): Transaction {
  const transaction = open[actor];
  if (transaction === undefined) throw new RangeError(`${actor} is in no transaction`);
  return transaction;
}

function opened(state: State, actor: string, snapshot: Rows | null): State {
  if (state.open[actor] !== undefined) throw new RangeError(`${actor} is in a transaction already`);
  return { ...state, open: { ...state.open, [actor]: { changes: {}, locked: [], snapshot } } };
}

function closed({ rows, open }: State, actor: string): State {
  return { rows, open: Object.fromEntries(Object.entries(open).filter(([name]) => name !== actor)) };
}

function seenBy({ rows, open }: State, actor: string, row: string): Row | undefined {
  const transaction = open[actor];
  return transaction?.changes[row] ?? (transaction?.snapshot ?? rows)[row];
}

function isLocked({ open }: State, row: string, actor: string): boolean {
  return Object.entries(open).some(([other, { locked: rows }]) => other !== actor && rows.includes(row));
}

function locked(state: State, actor: string, row: string): State {
  const transaction = transactionOf(state, actor);
  if (transaction.locked.includes(row)) return state;
  return { ...state, open: { ...state.open, [actor]: { ...transaction, locked: [...transaction.locked, row].toSorted() } } };
}

/** In the transaction of the actor, or committed at once where it has none. */
function changed(state: State, actor: string, row: string, values: Row): State {
  if (state.open[actor] === undefined) return { ...state, rows: { ...state.rows, [row]: values } };
  const withLock = locked(state, actor, row);
  const transaction = transactionOf(withLock, actor);
  return { ...withLock, open: { ...withLock.open, [actor]: { ...transaction, changes: { ...transaction.changes, [row]: values } } } };
}
