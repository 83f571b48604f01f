import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Drive } from '../../../../base/steps.ts';
import { recoverTransactions, transactAt, type Contents } from '../../../../saving/transaction/transact.ts';
import { siteAt } from '../../../../saving/transaction/site.ts';
import type { ActorSite, Attempt, Plain } from '../../scenario.ts';
import { onFiles, untilOver, whateverStrikes, withOwnLocks } from '../parts/on-files.ts';
import { isCovered } from './locking.ts';
import { accounts, opening, transferOf } from './plan.ts';

/** So many atomic steps has a transaction on two files. */
const stepsOfATransaction = 47;

function accountFile(folder: string, account: number): string {
  return path.join(folder, `account-${account}.json`);
}

/** Where transactions are noted: within the run's folder, not with the user's own. */
function stateFolder(folder: string): string {
  return path.join(folder, 'state');
}

function allFiles(folder: string): readonly string[] {
  return Array.from({ length: accounts }, (_, i) => accountFile(folder, i + 1));
}

/** Puts in order what those left who were killed in the end, as the next transaction would. */
async function balancesIn(folder: string): Promise<Plain> {
  await recoverTransactions({ stateFolder: stateFolder(folder) });
  return allFiles(folder).map((file) => Number(readFileSync(file, 'utf8')));
}

/** The steps of a transaction, with a place for faults before one of them. */
function strikingBefore(step: number, attempt: Attempt): Drive {
  let done = 0;
  return (steps) => {
    for (;;) {
      // The second place of an operation strikes at once or not at all: nothing is to be waited for.
      if (done === step) void attempt.fault();
      done += 1;
      const next = steps.next();
      if (next.done === true) return next.value;
    }
  };
}

async function transferBetween({ folder, request, actor }: ActorSite, site: Awaited<ReturnType<typeof siteAt>>, attempt: Attempt): Promise<void> {
  const transfer = transferOf(request.seed, actor, attempt.number);
  const [from, to] = [accountFile(folder, transfer.from), accountFile(folder, transfer.to)];
  let isMade = false;
  const update = async (current: Contents): Promise<Contents> => {
    attempt.entered();
    const [taken, given] = [Number(current.get(from)), Number(current.get(to))];
    isMade = isCovered(attempt, taken, transfer);
    if (!isMade) return new Map();
    await attempt.fault();
    return new Map([[from, Buffer.from(String(taken - transfer.amount))], [to, Buffer.from(String(given + transfer.amount))]]);
  };
  const drive = strikingBefore(Math.floor(attempt.random() * stepsOfATransaction), attempt);
  await transactAt({ ...site, drive }, [from, to], update, untilOver(attempt));
  attempt.left();
  if (isMade) attempt.wrote(transfer.amount);
}

/** Lockscope's own transaction on several files. */
export const fileTransaction = withOwnLocks({
  ...onFiles,
  name: 'file-transaction',
  title: 'Two files in a transaction of Lockscope',
  summary: 'Each account is a file. Both are locked in one order and replaced as one: a record of what is to be done is renamed when all is laid ready, and whoever comes next completes or puts back what a killed one left.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'file-transaction', variant: 'journal' },
  setUp: ({ folder }) => {
    mkdirSync(stateFolder(folder));
    for (const file of allFiles(folder)) writeFileSync(file, String(opening));
    return Promise.resolve({ config: null, final: () => balancesIn(folder), close: () => Promise.resolve() });
  },
  work: async (site) => {
    const transactions = await siteAt(stateFolder(site.folder));
    return { operate: (attempt) => transferBetween(site, transactions, attempt), close: () => undefined };
  },
}, (folder) => allFiles(folder).map((file) => `${file}.lock`));
