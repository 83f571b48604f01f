import { readsAll, type Done, type Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';
import { asText, describeRows, isFound, updated, type Row, type Rows, type Update } from './rows.ts';

/** A transaction of one connection: which lock on the file it has, and what it has changed. */
type Transaction = { readonly lock: 'none' | 'shared' | 'reserved'; readonly changes: Rows };

type State = { readonly rows: Rows; readonly open: { readonly [actor: string]: Transaction } };

/**
 * A database in one file that is locked as a whole, as SQLite does with a rollback journal: many may read, one may
 * intend to write, and the commit waits until nobody else reads. Each actor is one connection with a patient busy timeout.
 */
export class FileDatabase extends SharedObject<State> {
  override readonly kind = 'database file';

  constructor(name: string, rows: Rows) {
    super(name, { rows, open: {} });
  }

  /** BEGIN, which is BEGIN DEFERRED: locks nothing until the first statement. */
  begin(): Operation<null> {
    return this.operation('begin', [], { touches: [], attempt: (state, { actor }) => done(put(state, actor, { lock: 'none', changes: {} }), null) });
  }

  /** BEGIN IMMEDIATE: waits until nobody else intends to write, and intends to. */
  beginImmediate(): Operation<null> {
    return this.operation('beginImmediate', [], { attempt: (state, { actor }) => (writerBeside(state, actor) === null ? done(put(state, actor, { lock: 'reserved', changes: {} }), null) : blocked) });
  }

  /** SELECT: in a transaction the file stays locked for reading from now on. null when there is no such row, or no such table. */
  select(row: string): Operation<Row | null> {
    return this.operation('select', [row], {
      touches: readsAll,
      attempt: (state, { actor }) => {
        const own = state.open[actor];
        const seen = own?.changes[row] ?? state.rows[row] ?? null;
        return done(own?.lock === 'none' ? put(state, actor, { ...own, lock: 'shared' }) : state, seen);
      },
    });
  }

  /**
   * UPDATE: tells how many rows were changed. Whoever has read and finds another one writing is told at once that
   * the database is locked, since each would wait for the other; whoever has not read yet waits.
   */
  update(row: string, update: Update): Operation<number | 'database is locked'> {
    return this.operation('update', [row, asText(update)], {
      attempt: (state, { actor }): readonly Done<State, number | 'database is locked'>[] => {
        const own = state.open[actor];
        if (writerBeside(state, actor) !== null) return own?.lock === 'shared' ? done(state, 'database is locked') : blocked;
        const before = own?.changes[row] ?? state.rows[row];
        if (own === undefined && readersBeside(state, actor).length > 0) return blocked;
        const changes = isFound(before, update) ? { [row]: updated(before, update) } : {};
        const next: State = own === undefined ? { ...state, rows: { ...state.rows, ...changes } } : put(state, actor, { lock: 'reserved', changes: { ...own.changes, ...changes } });
        return done(next, Object.keys(changes).length);
      },
    });
  }

  /** COMMIT: waits until nobody else reads. */
  commit(): Operation<null> {
    return this.operation('commit', [], {
      attempt: (state, { actor }) => {
        const own = state.open[actor];
        if (own === undefined) throw new RangeError(`${actor} is in no transaction`);
        if (own.lock === 'reserved' && readersBeside(state, actor).length > 0) return blocked;
        return done({ ...without(state, actor), rows: { ...state.rows, ...own.changes } }, null);
      },
    });
  }

  /** ROLLBACK. */
  rollback(): Operation<null> {
    return this.operation('rollback', [], { attempt: (state, { actor }) => done(without(state, actor), null) });
  }

  override describe({ rows, open }: State): string {
    const transactions = Object.entries(open).map(([actor, { lock, changes }]) => `${actor} ${describeLock[lock]}${Object.keys(changes).length > 0 ? `, not committed: ${describeRows(changes)}` : ''}`);
    return [Object.keys(rows).length === 0 ? 'empty' : describeRows(rows), ...transactions].join(' | ');
  }

  override holders({ open }: State): readonly string[] {
    return Object.keys(open).filter((actor) => open[actor]?.lock !== 'none');
  }

  override blockers(state: State, { name }: Operation, actor: string): readonly string[] {
    const writer = writerBeside(state, actor);
    return name === 'commit' || writer === null ? readersBeside(state, actor) : [writer];
  }

  override afterCrash(state: State, actor: string): State {
    return without(state, actor);
  }

  override afterPowerLoss({ rows }: State): readonly State[] {
    return [{ rows, open: {} }];
  }
}

const describeLock = { none: 'is in a transaction', shared: 'reads', reserved: 'writes' } as const;

/** @param rows none for a database without its tables */
export function fileDatabase(name: string, rows: Rows): FileDatabase {
  return new FileDatabase(name, rows);
}

function put(state: State, actor: string, transaction: Transaction): State {
  return { ...state, open: { ...state.open, [actor]: transaction } };
}

function without({ rows, open }: State, actor: string): State {
  return { rows, open: Object.fromEntries(Object.entries(open).filter(([name]) => name !== actor)) };
}

function writerBeside({ open }: State, actor: string): string | null {
  return Object.keys(open).find((other) => other !== actor && open[other]?.lock === 'reserved') ?? null;
}

function readersBeside({ open }: State, actor: string): readonly string[] {
  return Object.keys(open).filter((other) => other !== actor && open[other]?.lock === 'shared');
}
