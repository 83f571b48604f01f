import { optimistic, pessimistic } from '../../databases/claims.ts';
import { sqlite } from '../../databases/sqlite.ts';
import { databaseStrategy } from '../../databases/strategy.ts';
import { manyTries } from '../../databases/tries.ts';
import { accountsTable } from './accounts-table.ts';
import { transferPlainlyWithin, transferReadOutside } from './locking.ts';
import { transferIfUnchanged } from './versions.ts';

/** Transfers in SQLite: one file in WAL mode, each commit on the disk. */
const common = { database: sqlite, ...accountsTable, survives: ['kill', 'pause', 'slowMs'] } as const;
const immediate = 'BEGIN IMMEDIATE';

export const sqlitePlainRead = databaseStrategy({
  ...common,
  name: 'sqlite-plain-read',
  title: 'SQLite, balance read outside',
  summary: 'Reads and checks the balance before the transaction that moves the money: by then it may be gone.',
  claims: 'broken',
  excludes: false,
  model: { scenario: 'pessimistic-locking', variant: 'read-outside' },
  claim: null,
  operate: transferReadOutside(immediate),
});

export const sqliteImmediate = databaseStrategy({
  ...common,
  name: 'sqlite-immediate',
  title: 'SQLite, BEGIN IMMEDIATE',
  summary: 'Takes the write lock of the whole file before it reads a balance, and waits up to 5 s for it.',
  claims: 'kept',
  excludes: true,
  model: { scenario: 'pessimistic-locking', variant: 'begin-immediate' },
  claim: pessimistic,
  operate: transferPlainlyWithin(immediate),
});

export const sqliteOptimistic = databaseStrategy({
  ...common,
  name: 'sqlite-optimistic',
  title: 'SQLite, version columns',
  summary: 'Reads without a lock, and writes only where the versions of both rows are still those it read; else it tries again, up to 100 times, after a random pause.',
  claims: 'kept',
  excludes: false,
  model: { scenario: 'optimistic-locking', variant: 'retry-with-backoff' },
  claim: optimistic,
  tries: manyTries,
  operate: transferIfUnchanged(immediate),
});

export const sqliteSecondRowUnchecked = databaseStrategy({
  ...common,
  name: 'sqlite-optimistic-second-row-unchecked',
  title: 'SQLite, version of the second row unchecked',
  summary: 'Asks only the first UPDATE whether it changed anything. Where the second row has another version by then, half a transfer is committed.',
  claims: 'broken',
  excludes: false,
  model: { scenario: 'optimistic-locking', variant: 'second-row-unchecked' },
  claim: null,
  tries: manyTries,
  operate: transferIfUnchanged(immediate, { checks: 'the first row only' }),
});
