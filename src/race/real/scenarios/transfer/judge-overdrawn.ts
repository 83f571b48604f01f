import type { History } from '../../figures/history.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { Verdict } from '../../scenario.ts';
import { meetingIn, movesIn, type Move } from './moves.ts';

/** An account below zero: as an operation read it, or in the end. */
interface Sight {
  readonly account: number;
  readonly balance: number;
  /** Of the operation that read it; null: in the end. */
  readonly place: number | null;
}

/** Looks for accounts that held less than nothing when somebody looked, or hold that in the end. */
export function judgeOverdrawn(history: History, balances: readonly number[], seed: number): readonly Verdict[] {
  const sights = [...sightsIn(history, seed), ...balances.flatMap((balance, at): readonly Sight[] => (balance < 0 ? [{ account: at + 1, balance, place: null }] : []))];
  const [first] = sights;
  if (first === undefined) return [];
  const takers = takersBefore(history, first, seed);
  const met = meetingIn(history, takers.map(({ place }) => place), 'last');
  const taken = (at: number): number => takers.find(({ place }) => place === at)?.amount ?? 0;
  const explanation = met === null ? saySight(history, first) : `${saySight(history, first)} Actor ${sayTaking(history, met.meanwhile, taken(met.meanwhile))}; actor ${sayTaking(history, met.slow, taken(met.slow))}. Neither saw what the other took.`;
  const around = [...(met === null ? [] : [met.meanwhile, met.slow]), ...(first.place === null ? [] : [first.place])];
  return [{ kind: 'overdrawn', times: sights.length, explanation, around: around.toSorted((one, other) => one - other) }];
}

function sightsIn(history: History, seed: number): readonly Sight[] {
  const sights: Sight[] = [];
  for (const { place, from } of movesIn(history, seed)) {
    const balance = history.get(place, 'read');
    if (balance < 0) sights.push({ account: from, balance, place });
  }
  return sights;
}

/** Those who had taken from the account by then. */
function takersBefore(history: History, { account, place }: Sight, seed: number): readonly Move[] {
  const until = place === null ? Infinity : history.get(place, 'ended');
  const takers: Move[] = [];
  for (const move of movesIn(history, seed)) if (move.isMade === true && move.from === account && move.place !== place && history.get(move.place, 'left') < until) takers.push(move);
  return takers;
}

function saySight(history: History, { account, balance, place }: Sight): string {
  if (place === null) return `Account ${account} holds ${balance} in the end.`;
  const { actor, entered, asked } = history.at(place);
  return `Account ${account} held ${balance} when actor ${actorName(actor)} looked, ${atMs(entered ?? asked)}.`;
}

function sayTaking(history: History, place: number, amount: number): string {
  const { actor, asked, entered, read, left, ended } = history.at(place);
  return `${actorName(actor)} read ${read} there ${atMs(entered ?? asked)} and took ${amount} ${atMs(left ?? ended)}`;
}
