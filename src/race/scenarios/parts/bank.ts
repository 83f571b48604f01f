import { Database } from '../../model/objects/database.ts';
import type { FileDatabase } from '../../model/objects/file-database.ts';
import { numberIn, type Rows } from '../../model/objects/rows.ts';
import type { Condition, View } from '../../model/scenario.ts';

export type Bank = Database | FileDatabase;

export const one = 'account 1';
export const two = 'account 2';

/** Two accounts with those balances. */
export function accounts(first: number, second: number): Rows {
  return { [one]: { balance: first }, [two]: { balance: second } };
}

/** Two accounts with those balances, and a version each that counts their changes. */
export function versionedAccounts(first: number, second: number): Rows {
  return { [one]: { balance: first, version: 1 }, [two]: { balance: second, version: 1 } };
}

/** The committed rows. */
export function rowsOf(view: View, bank: Bank): Rows {
  return bank instanceof Database ? view.of(bank).rows : view.of(bank).rows;
}

/** The committed balance of an account. */
export function balanceOf(view: View, bank: Bank, account: string): number {
  return numberIn(rowsOf(view, bank)[account], 'balance');
}

/** Money is neither made nor lost. */
export function keepsTotal(bank: Bank, total: number): Condition {
  const sum = (view: View): number => balanceOf(view, bank, one) + balanceOf(view, bank, two);
  return {
    name: 'No money is lost or made.',
    holds: (view) => sum(view) === total,
    says: (view) => `The accounts have ${balanceOf(view, bank, one)} and ${balanceOf(view, bank, two)}, ${sum(view)} together and not ${total}: ${Math.abs(sum(view) - total)} ${sum(view) < total ? 'are lost' : 'were made of nothing'}.`,
  };
}

export function neverOverdrawn(bank: Bank): Condition {
  return {
    name: 'Account 1 is never overdrawn.',
    holds: (view) => balanceOf(view, bank, one) >= 0,
    says: (view) => `Account 1 has ${balanceOf(view, bank, one)}: more was taken out than was there.`,
  };
}

/** What the accounts have in the end. */
export function endsWith(bank: Bank, first: number, second: number): Condition {
  return {
    name: `In the end the accounts have ${first} and ${second}.`,
    holds: (view) => balanceOf(view, bank, one) === first && balanceOf(view, bank, two) === second,
    says: (view) => `The accounts have ${balanceOf(view, bank, one)} and ${balanceOf(view, bank, two)}, not ${first} and ${second}.`,
  };
}
