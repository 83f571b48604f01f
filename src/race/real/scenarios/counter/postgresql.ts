import { optimistic, pessimistic } from '../../databases/claims.ts';
import { postgresql } from '../../databases/postgresql.ts';
import { databaseStrategy } from '../../databases/strategy.ts';
import { manyTries } from '../../databases/tries.ts';
import { counterTable, incrementIfUnchanged, incrementWithin, plainSelect } from './database-increment.ts';

/** Strategies of the counter in PostgreSQL. */
const common = { database: postgresql, ...counterTable } as const;
const survives = ['kill', 'pause', 'slowMs'] as const;

export const postgresqlForUpdate = databaseStrategy({
  ...common,
  name: 'postgresql-for-update',
  title: 'PostgreSQL, SELECT ... FOR UPDATE',
  summary: 'Locks the row as it reads it; others wait in the server until the commit (each commit on the disk).',
  claims: 'kept',
  survives,
  excludes: true,
  model: { scenario: 'pessimistic-locking', variant: 'select-for-update' },
  claim: pessimistic,
  operate: incrementWithin('BEGIN', `${plainSelect} FOR UPDATE`),
});

export const postgresqlOptimistic = databaseStrategy({
  ...common,
  name: 'postgresql-optimistic',
  title: 'PostgreSQL, version column',
  summary: 'Reads without a lock and writes only where the version is still the one it read; else it reads again, up to 100 times, after a random pause.',
  claims: 'kept',
  survives,
  excludes: false,
  model: { scenario: 'optimistic-locking', variant: 'retry-with-backoff' },
  claim: optimistic,
  tries: manyTries,
  operate: incrementIfUnchanged,
});

export const postgresqlReadCommitted = databaseStrategy({
  ...common,
  name: 'postgresql-read-committed',
  title: 'PostgreSQL, plain SELECT and UPDATE',
  summary: 'Reads and writes in one transaction of the usual isolation level, read committed, in which a plain SELECT locks nothing.',
  claims: 'broken',
  survives,
  excludes: false,
  model: { scenario: 'pessimistic-locking', variant: 'plain-select' },
  claim: null,
  operate: incrementWithin('BEGIN'),
});

export const postgresqlSerializable = databaseStrategy({
  ...common,
  name: 'postgresql-serializable',
  title: 'PostgreSQL, SERIALIZABLE',
  summary: 'The same two statements at the isolation level serializable: the server ends one of two that cannot be put in an order (SQLSTATE 40001), which tries again, up to 100 times.',
  claims: 'kept',
  survives,
  excludes: false,
  model: null,
  claim: null,
  tries: manyTries,
  operate: incrementWithin('BEGIN ISOLATION LEVEL SERIALIZABLE'),
});
