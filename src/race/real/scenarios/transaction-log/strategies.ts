import type { DatabaseKind } from '../../databases/connection.ts';
import { postgresql } from '../../databases/postgresql.ts';
import { sqlite } from '../../databases/sqlite.ts';
import { databaseStrategy } from '../../databases/strategy.ts';
import type { Strategy } from '../../scenario.ts';
import { logAfterwards, logBefore, logWithin } from './logged.ts';
import { loggedAccounts } from './tables.ts';

/** The same three ways in one database. @param begin of a transaction that is going to write */
function strategiesIn(database: DatabaseKind, label: string, begin: string): readonly Strategy[] {
  const common = { database, ...loggedAccounts, excludes: false, claim: null } as const;
  return [
    databaseStrategy({
      ...common,
      name: `${database.name}-log-before`,
      title: `${label}, logged before`,
      summary: 'The log is written first, as if it were done, and then the transfer is tried, which the balance may not cover.',
      claims: 'broken',
      survives: ['kill', 'pause', 'slowMs'],
      model: { scenario: 'transaction-log', variant: 'log-before' },
      operate: logBefore(begin),
    }),
    databaseStrategy({
      ...common,
      name: `${database.name}-log-afterwards`,
      title: `${label}, logged afterwards`,
      summary: 'The transfer is committed, and then the log is written in a transaction of its own: whoever is killed between the two has moved money that the log knows nothing of.',
      claims: 'kept',
      survives: ['pause', 'slowMs'],
      model: { scenario: 'transaction-log', variant: 'log-afterwards' },
      operate: logAfterwards(begin),
    }),
    databaseStrategy({
      ...common,
      name: `${database.name}-same-transaction`,
      title: `${label}, logged in the same transaction`,
      summary: 'Accounts and log are changed in one transaction: both are there or neither is, whoever is killed.',
      claims: 'kept',
      survives: ['kill', 'pause', 'slowMs'],
      model: { scenario: 'transaction-log', variant: 'same-transaction' },
      operate: logWithin(begin),
    }),
  ];
}

export const logStrategies: readonly Strategy[] = [...strategiesIn(sqlite, 'SQLite', 'BEGIN IMMEDIATE'), ...strategiesIn(postgresql, 'PostgreSQL', 'BEGIN')];
