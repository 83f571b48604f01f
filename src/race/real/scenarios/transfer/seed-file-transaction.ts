import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { list, number } from '../../../../base/json.ts';
import type { ActorSite, Attempt, Strategy } from '../../scenario.ts';
import { seedLockFile } from '../counter/seed-lock-file.ts';
import { files, onFiles, whoeverIsLate } from '../parts/on-files.ts';
import { isCovered } from './locking.ts';
import { accounts, opening, transferOf } from './plan.ts';

/** All balances in one file, which is replaced whole. */
class AccountsFile {
  readonly file: string;
  readonly #temporary: string;

  /** @param writer a name that nobody else writes under */
  constructor(folder: string, writer: string) {
    this.file = path.join(folder, 'accounts.json');
    this.#temporary = `${this.file}.${writer}`;
  }

  read(): number[] {
    return list(JSON.parse(readFileSync(this.file, 'utf8')), number);
  }

  write(balances: readonly number[]): void {
    writeFileSync(this.#temporary, JSON.stringify(balances));
    renameSync(this.#temporary, this.file);
  }
}

/** With the lock held. */
async function transferIn(file: AccountsFile, attempt: Attempt, { request, actor }: ActorSite): Promise<void> {
  const transfer = transferOf(request.seed, actor, attempt.number);
  const balances = file.read();
  if (!isCovered(attempt, balances[transfer.from - 1] ?? 0, transfer)) return;
  await attempt.fault();
  file.write(balances.map((balance, at) => balance + (at + 1 === transfer.to ? transfer.amount : 0) - (at + 1 === transfer.from ? transfer.amount : 0)));
  attempt.wrote(transfer.amount);
  await attempt.fault();
}

/** The seed's transaction on a file. */
export const seedFileTransaction: Strategy = {
  ...onFiles,
  name: 'seed-file-transaction',
  title: 'One file under a lock file',
  summary: 'All balances are in one file, which is read, changed in memory and replaced by a rename while a lock file stands; waiters look every 100 ms and give up after 5 s.',
  claims: 'kept',
  survives: whoeverIsLate,
  excludes: true,
  model: { scenario: 'file-transaction', variant: 'one-file-one-rename' },
  setUp: ({ folder }) => {
    const file = new AccountsFile(folder, 'runner');
    file.write(Array.from({ length: accounts }, () => opening));
    return Promise.resolve(files(() => file.read()));
  },
  work: (site) => {
    const file = new AccountsFile(site.folder, String(site.actor));
    const guard = seedLockFile(`${file.file}.lock`);
    const operate = async (attempt: Attempt): Promise<void> => {
      const release = await guard.acquire(attempt);
      if (release === null) return;
      attempt.entered();
      await transferIn(file, attempt, site);
      attempt.left();
      await release();
    };
    return Promise.resolve({ operate, close: () => undefined });
  },
};
