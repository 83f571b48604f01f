import { optimistic, pessimistic } from '../../databases/claims.ts';
import { lookForDeadlocksAfter, postgresql } from '../../databases/postgresql.ts';
import { databaseStrategy } from '../../databases/strategy.ts';
import { manyTries } from '../../databases/tries.ts';
import { accountsTable } from './accounts-table.ts';
import { transferForUpdate, transferPlainlyWithin } from './locking.ts';
import { transferIfUnchanged } from './versions.ts';

/** Transfers in PostgreSQL. */
const common = { database: postgresql, ...accountsTable, excludes: false } as const;
const survives = ['kill', 'pause', 'slowMs'] as const;

/** Instead of a second, which PostgreSQL has by itself, ms: a run is short. */
const deadlockTimeoutMs = 100;

export const postgresqlUnordered = databaseStrategy({
  ...common,
  name: 'postgresql-for-update-unordered',
  title: 'PostgreSQL, FOR UPDATE, from then to',
  summary: `Locks the row that it takes from, then the one that it gives to: two that meet head-on wait for each other, until PostgreSQL ends one (after ${deadlockTimeoutMs} ms here, where it may be set; 1 s by itself), which tries again.`,
  claims: 'kept',
  survives,
  model: { scenario: 'two-rows', variant: 'from-then-to' },
  claim: pessimistic,
  tries: manyTries,
  prepare: lookForDeadlocksAfter(deadlockTimeoutMs),
  operate: transferForUpdate('from, to'),
});

export const postgresqlOrdered = databaseStrategy({
  ...common,
  name: 'postgresql-for-update-ordered',
  title: 'PostgreSQL, FOR UPDATE, by id',
  summary: 'Locks both rows in the order of their ids, whichever way the money goes: nobody ever waits for somebody who waits for him.',
  claims: 'kept',
  survives,
  model: { scenario: 'two-rows', variant: 'smallest-first' },
  claim: pessimistic,
  operate: transferForUpdate('by id'),
});

export const postgresqlOptimistic = databaseStrategy({
  ...common,
  name: 'postgresql-optimistic',
  title: 'PostgreSQL, version columns',
  summary: 'Reads without a lock, and writes both rows, in the order of their ids, only where their versions are still those it read; else it tries again, up to 100 times, after a random pause.',
  claims: 'kept',
  survives,
  model: { scenario: 'optimistic-locking', variant: 'retry-with-backoff' },
  claim: optimistic,
  tries: manyTries,
  operate: transferIfUnchanged('BEGIN'),
});

export const postgresqlOptimisticUnordered = databaseStrategy({
  ...common,
  name: 'postgresql-optimistic-unordered',
  title: 'PostgreSQL, version columns, from then to',
  summary: `The same, but writes the row that it takes from first: an UPDATE locks its row too, so that two that meet head-on deadlock. PostgreSQL ends one (after ${deadlockTimeoutMs} ms here, where it may be set), which tries again.`,
  claims: 'kept',
  survives,
  model: { scenario: 'optimistic-locking', variant: 'both-directions' },
  claim: optimistic,
  tries: manyTries,
  prepare: lookForDeadlocksAfter(deadlockTimeoutMs),
  operate: transferIfUnchanged('BEGIN', { order: 'from, to' }),
});

export const postgresqlThreeTries = databaseStrategy({
  ...common,
  name: 'postgresql-optimistic-three-tries',
  title: 'PostgreSQL, version columns, three tries',
  summary: 'Checks versions and gives up after three conflicts: no money is lost, and transfers that the balance covers are not made.',
  claims: 'kept',
  survives,
  model: { scenario: 'optimistic-locking', variant: 'too-few-tries' },
  claim: null,
  tries: 3,
  operate: transferIfUnchanged('BEGIN'),
});

export const postgresqlReadCommitted = databaseStrategy({
  ...common,
  name: 'postgresql-read-committed',
  title: 'PostgreSQL, plain SELECT',
  summary: 'Reads the balance within the transaction, which at the usual isolation level locks nothing: two that both find enough both take it.',
  claims: 'broken',
  survives,
  model: { scenario: 'pessimistic-locking', variant: 'plain-select' },
  claim: null,
  operate: transferPlainlyWithin('BEGIN'),
});
