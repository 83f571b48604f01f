import { within } from '../../databases/connection.ts';
import type { DatabaseStrategy } from '../../databases/strategy.ts';
import { transferOf } from '../transfer/plan.ts';
import { log, move } from './tables.ts';

type Operate = DatabaseStrategy['operate'];

/** Moves and logs in one transaction. */
export function logWithin(begin: string): Operate {
  return (connection, attempt, { request, actor }) =>
    within(connection, attempt.signal, begin, async () => {
      const transfer = transferOf(request.seed, actor, attempt.number);
      attempt.entered();
      const isMade = await move(connection, transfer, attempt.signal);
      if (isMade) {
        await attempt.fault();
        await log(connection, actor, attempt.number, transfer);
        await attempt.fault();
        await connection.run('COMMIT');
      }
      attempt.wrote(isMade ? transfer.amount : 0);
      attempt.left();
      return true;
    });
}

/** Moves in a transaction, and logs in another one afterwards. */
export function logAfterwards(begin: string): Operate {
  return async (connection, attempt, { request, actor }) => {
    const transfer = transferOf(request.seed, actor, attempt.number);
    const isMade = await within(connection, attempt.signal, begin, async () => {
      attempt.entered();
      const covered = await move(connection, transfer, attempt.signal);
      if (covered) await connection.run('COMMIT');
      return covered;
    });
    attempt.wrote(isMade ? transfer.amount : 0);
    if (isMade) {
      await attempt.fault();
      await log(connection, actor, attempt.number, transfer);
      await attempt.fault();
    }
    attempt.left();
    return true;
  };
}

/** Logs as done what is then to be done. */
export function logBefore(begin: string): Operate {
  return async (connection, attempt, { request, actor }) => {
    const transfer = transferOf(request.seed, actor, attempt.number);
    attempt.entered();
    await log(connection, actor, attempt.number, transfer);
    await attempt.fault();
    const isMade = await within(connection, never, begin, async () => {
      const covered = await move(connection, transfer, never);
      if (covered) await connection.run('COMMIT');
      return covered;
    });
    attempt.wrote(isMade ? transfer.amount : 0);
    await attempt.fault();
    attempt.left();
    return true;
  };
}

/** What has been logged is done to its end: else the end of a run would be the break of its promise. */
const never = new AbortController().signal;
