import type { History } from '../../figures/history.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { Verdict } from '../../scenario.ts';
import { meetingIn, movesIn } from './moves.ts';
import { accounts, opening } from './plan.ts';

/** What an account can hold: one number, where no operation was killed on its way. */
interface Range {
  least: number;
  most: number;
}

/** Looks for accounts that do not hold what the operations make of them. */
export function judgeBalances(history: History, balances: readonly number[], seed: number): readonly Verdict[] {
  const ranges = rangesOf(history, seed);
  const wrong = balances.flatMap((balance, at) => {
    const range = ranges[at];
    return range !== undefined && (balance < range.least || balance > range.most) ? [{ account: at + 1, balance, range }] : [];
  });
  const total = balances.reduce((sum, balance) => sum + balance, 0) - accounts * opening;
  const [first] = wrong;
  if (first === undefined && total === 0) return [];
  if (first === undefined) return [{ kind: 'lost-update', times: 1, explanation: sayTotal(total), around: [] }];
  const met = meetingOn(history, first.account, seed);
  const says = [sayBalance(first), met === null ? '' : sayMeeting(history, met), total === 0 ? '' : sayTotal(total)];
  return [{ kind: 'lost-update', times: wrong.length, explanation: says.filter((part) => part !== '').join(' '), around: met === null ? [] : [met.slow, met.meanwhile].toSorted((one, other) => one - other) }];
}

function rangesOf(history: History, seed: number): readonly Range[] {
  const ranges = Array.from({ length: accounts }, (): Range => ({ least: opening, most: opening }));
  for (const { from, to, amount, isMade } of movesIn(history, seed)) {
    const [taken, given] = [ranges[from - 1], ranges[to - 1]];
    if (taken === undefined || given === undefined || isMade === false) continue;
    taken.least -= amount;
    given.most += amount;
    if (isMade === null) continue;
    taken.most -= amount;
    given.least += amount;
  }
  return ranges;
}

function meetingOn(history: History, account: number, seed: number): ReturnType<typeof meetingIn> {
  const places: number[] = [];
  for (const { from, to, place, isMade } of movesIn(history, seed)) if (isMade === true && (from === account || to === account)) places.push(place);
  return meetingIn(history, places, 'first');
}

function sayBalance({ account, balance, range: { least, most } }: { readonly account: number; readonly balance: number; readonly range: Range }): string {
  return `Account ${account} holds ${balance}, and the transfers that were made leave ${least === most ? least : `${least} to ${most}`} there.`;
}

function sayMeeting(history: History, { slow, meanwhile }: { readonly slow: number; readonly meanwhile: number }): string {
  const [one, other] = [history.at(slow), history.at(meanwhile)];
  return `The first that met on it: actor ${actorName(one.actor)} read it ${atMs(one.entered ?? one.asked)} and wrote it ${atMs(one.left ?? one.ended)}; actor ${actorName(other.actor)} changed it in between, ${atMs(other.left ?? other.ended)}.`;
}

function sayTotal(difference: number): string {
  return `All accounts together hold ${accounts * opening + difference} of ${accounts * opening}: ${Math.abs(difference)} ${difference < 0 ? 'are lost' : 'were made of nothing'}.`;
}
