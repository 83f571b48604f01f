// How transfers are chosen, and how they are judged.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Verdict } from '../../../../src/race/real/scenario.ts';
import { judgeLog } from '../../../../src/race/real/scenarios/transaction-log/judge.ts';
import { judgeTransfers } from '../../../../src/race/real/scenarios/transfer/judge.ts';
import { accounts, largestAmount, opening, transferOf, type Transfer } from '../../../../src/race/real/scenarios/transfer/plan.ts';
import { historyOf, type Row } from './history.ts';

const request = { seed: 7 };

/** What each account holds after some transfers. */
function after(...transfers: readonly Transfer[]): number[] {
  const balances = Array.from({ length: accounts }, () => opening);
  for (const { from, to, amount } of transfers) {
    balances[from - 1] = (balances[from - 1] ?? 0) - amount;
    balances[to - 1] = (balances[to - 1] ?? 0) + amount;
  }
  return balances;
}

/** The first operations of two actors that take from one account: an operation of each by its number. */
function twoFromOneAccount(): { readonly numbers: readonly [number, number]; readonly one: Transfer; readonly other: Transfer } {
  for (let n = 0; ; n++) {
    for (let m = 0; m <= n; m++) {
      const [one, other] = [transferOf(request.seed, 0, n), transferOf(request.seed, 1, m)];
      if (one.from === other.from && one.amount + other.amount > 80) return { numbers: [n, m], one, other };
    }
  }
}

/** So many operations of an actor that moved nothing, so that the next one has that number. */
function idle(actor: number, count: number): readonly Row[] {
  return Array.from({ length: count }, (_, i): Row => ({ actor, asked: i / 100, entered: i / 100, left: i / 100, ended: i / 100, read: 0, wrote: 0 }));
}

/** Two operations that read the same account together and wrote it one after the other, with what came before. */
function meeting(readOfOther = opening): { readonly rows: readonly Row[]; readonly one: Transfer; readonly other: Transfer } {
  const { numbers: [n, m], one, other } = twoFromOneAccount();
  const rows: readonly Row[] = [
    ...idle(0, n),
    ...idle(1, m),
    { actor: 0, asked: 100, entered: 101, left: 110, ended: 111, read: opening, wrote: one.amount },
    { actor: 1, asked: 102, entered: 103, left: 120, ended: 121, read: readOfOther, wrote: other.amount },
  ];
  return { rows, one, other };
}

function only(verdicts: readonly Verdict[]): Verdict {
  assert.equal(verdicts.length, 1, JSON.stringify(verdicts));
  const [verdict] = verdicts;
  assert.ok(verdict !== undefined);
  return verdict;
}

describe('transfers', () => {
  test('are the same for a seed, between two accounts, of an amount that is some', () => {
    const seen = new Set<string>();
    for (let number = 0; number < 2000; number++) {
      const { from, to, amount } = transferOf(1, number % 5, number);
      assert.deepEqual(transferOf(1, number % 5, number), { from, to, amount });
      assert.ok(from !== to && [from, to].every((id) => id >= 1 && id <= accounts) && amount >= 1 && amount <= largestAmount, JSON.stringify({ from, to, amount }));
      seen.add(`${from} ${to}`);
    }
    assert.equal(seen.size, accounts * (accounts - 1), 'every pair comes up');
    assert.notDeepEqual(Array.from({ length: 9 }, (_, number) => transferOf(1, 0, number)), Array.from({ length: 9 }, (_, number) => transferOf(2, 0, number)));
  });
});

describe('the judge of transfers', () => {
  test('finds nothing when the accounts hold what was moved', () => {
    const { rows, one, other } = meeting();
    const balances = after(one, other);
    assert.deepEqual(judgeTransfers(historyOf(rows), balances, request).map(({ kind }) => kind), ['overdrawn'], 'together they take more than there is');
    assert.deepEqual(judgeTransfers(historyOf(rows.slice(0, -1)), after(one), request), []);
  });

  test('tells of an account below zero by the two who took from it without seeing each other', () => {
    const { rows, one, other } = meeting();
    const verdict = only(judgeTransfers(historyOf(rows), after(one, other), request));
    const left = opening - one.amount - other.amount;
    assert.equal(verdict.explanation, `Account ${one.from} holds ${left} in the end. Actor A read 100 there at 101.000 ms and took ${one.amount} at 110.000 ms; actor B read 100 there at 103.000 ms and took ${other.amount} at 120.000 ms. Neither saw what the other took.`);
    assert.deepEqual(verdict.around, [rows.length - 2, rows.length - 1]);
  });

  test('takes what an operation read below zero, though it is not so in the end', () => {
    const place = Array.from({ length: 500 }, (_, number) => number).find((number) => transferOf(request.seed, 2, number).from === twoFromOneAccount().one.from) ?? 0;
    const { rows, one, other } = meeting();
    const look: Row = { actor: 2, asked: 130, entered: 131, left: 131, ended: 132, read: -3, wrote: 0 };
    const verdict = only(judgeTransfers(historyOf([...rows, ...idle(2, place), look]), after(one, other).map((balance) => Math.max(balance, 0)), request).filter(({ kind }) => kind === 'overdrawn'));
    assert.match(verdict.explanation, new RegExp(`^Account ${one.from} held -3 when actor C looked, at 131.000 ms. Actor A read .*; actor B read .*`));
  });

  test('tells of money that is lost by the account, and by who met on it', () => {
    const { rows, one, other } = meeting();
    const verdict = only(judgeTransfers(historyOf(rows), after(other).map((balance, at) => (at + 1 === one.to ? balance + one.amount : balance)), request));
    assert.equal(verdict.kind, 'lost-update');
    assert.match(verdict.explanation, new RegExp(`^Account ${one.from} holds ${opening - other.amount}, and the transfers that were made leave ${opening - one.amount - other.amount} there\\. `));
    assert.match(verdict.explanation, /actor B read it at 103\.000 ms and wrote it at 120\.000 ms; actor A changed it in between, at 110\.000 ms\./);
    assert.match(verdict.explanation, new RegExp(`hold ${accounts * opening + one.amount} of ${accounts * opening}: ${one.amount} were made of nothing\\.$`));
  });

  test('leaves open what a killed one has done, but not where its money went', () => {
    const transfer = transferOf(request.seed, 0, 0);
    const killed = historyOf([{ actor: 0, asked: 1, entered: 2, left: 3, ended: 3, read: 100, ending: 'died' }]);
    assert.deepEqual(judgeTransfers(killed, after(), request), []);
    assert.deepEqual(judgeTransfers(killed, after(transfer), request), []);
    const half = after().map((balance, at) => (at + 1 === transfer.from ? balance - transfer.amount : balance));
    assert.match(only(judgeTransfers(killed, half, request)).explanation, new RegExp(`${transfer.amount} are lost\\.$`));
  });
});

describe('the judge of a log', () => {
  const transfer = transferOf(request.seed, 0, 0);
  const made: Row = { actor: 0, asked: 1, entered: 2, left: 3, ended: 4, wrote: transfer.amount };
  const books = (balances: readonly number[], byLog: readonly number[], lasts: readonly (readonly number[])[], gaps: readonly (readonly number[])[] = []): Parameters<typeof judgeLog>[1] => ({ balances, byLog, lasts, gaps });

  test('finds nothing when they agree', () => {
    assert.deepEqual(judgeLog(historyOf([made]), books(after(transfer), after(transfer), [[0, 0]]), request), []);
  });

  test('tells what a killed one moved and did not log', () => {
    const verdict = only(judgeLog(historyOf([{ ...made, ending: 'died' }]), books(after(transfer), after(), []), request));
    assert.deepEqual([verdict.kind, verdict.times, verdict.around], ['torn', 1, [0]]);
    assert.match(verdict.explanation, new RegExp(`^Actor A moved ${transfer.amount} from account ${transfer.from} to account ${transfer.to} and was killed at 4\\.000 ms: the log does not have that\\. By the log account \\d should hold 100; it holds`));
  });

  test('tells what was logged and not moved, in a gap or not', () => {
    const rows: readonly Row[] = [{ ...made, wrote: 0 }, { ...made, asked: 5, wrote: 0 }, { ...made, asked: 9, wrote: 0 }];
    const verdict = only(judgeLog(historyOf(rows), books(after(), after(transfer), [[0, 2]], [[0, 1, 1]]), request));
    assert.deepEqual([verdict.times, verdict.around], [2, [0]]);
    assert.match(verdict.explanation, /^The log says that actor A moved .* and it did not: the balance did not cover that\./);
  });

  test('does not take the word of one who was killed before it could say', () => {
    const killed = historyOf([{ actor: 0, asked: 1, entered: 2, ended: 3, ending: 'died' }]);
    assert.deepEqual(judgeLog(killed, books(after(), after(), []), request), []);
    assert.deepEqual(judgeLog(killed, books(after(transfer), after(transfer), [[0, 0]]), request), []);
    assert.equal(only(judgeLog(killed, books(after(transfer), after(), []), request)).kind, 'torn');
  });
});
