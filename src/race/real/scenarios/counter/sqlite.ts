import { optimistic, pessimistic } from '../../databases/claims.ts';
import { sqlite } from '../../databases/sqlite.ts';
import { databaseStrategy } from '../../databases/strategy.ts';
import { manyTries } from '../../databases/tries.ts';
import { counterTable, incrementIfUnchanged, incrementWithin } from './database-increment.ts';

/** Strategies of the counter in SQLite. */
const common = { database: sqlite, ...counterTable, survives: ['kill', 'pause', 'slowMs'] } as const;

export const sqliteImmediate = databaseStrategy({
  ...common,
  name: 'sqlite-immediate',
  title: 'SQLite, BEGIN IMMEDIATE',
  summary: 'Takes the write lock of the file before it reads, and waits up to 5 s for it (WAL mode, each commit on the disk).',
  claims: 'kept',
  excludes: true,
  model: { scenario: 'pessimistic-locking', variant: 'begin-immediate' },
  claim: pessimistic,
  operate: incrementWithin('BEGIN IMMEDIATE'),
});

export const sqliteDeferred = databaseStrategy({
  ...common,
  name: 'sqlite-deferred',
  title: 'SQLite, plain BEGIN',
  summary: 'Reads in a transaction that has locked nothing yet: SQLite refuses the UPDATE of whoever read before another wrote ("database is locked"), and that one gives up (WAL mode). No update is lost; many are never made.',
  claims: 'kept',
  excludes: false,
  model: { scenario: 'pessimistic-locking', variant: 'begin-deferred' },
  claim: null,
  operate: incrementWithin('BEGIN'),
});

export const sqliteOptimistic = databaseStrategy({
  ...common,
  name: 'sqlite-optimistic',
  title: 'SQLite, version column',
  summary: 'Reads without a lock and writes only where the version is still the one it read; else it reads again, up to 100 times, after a random pause (WAL mode, each commit on the disk).',
  claims: 'kept',
  excludes: false,
  model: { scenario: 'optimistic-locking', variant: 'retry-with-backoff' },
  claim: optimistic,
  tries: manyTries,
  operate: incrementIfUnchanged,
});
