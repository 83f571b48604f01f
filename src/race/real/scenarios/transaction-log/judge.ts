import { list, number, record } from '../../../../base/json.ts';
import type { History } from '../../figures/history.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { RunRequest } from '../../request.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { movesIn, type Move } from '../transfer/moves.ts';

/** What the database holds in the end; see tables.ts. */
interface Books {
  readonly balances: readonly number[];
  readonly byLog: readonly number[];
  /** Whether the log has the transfer of that number of an actor. */
  readonly has: (actor: number, number: number) => boolean;
}

/** Compares accounts and log, and looks for the operations in which they part. */
export function judgeLog(history: History, final: Plain, { seed }: Pick<RunRequest, 'seed'>): readonly Verdict[] {
  const books = booksFrom(final);
  const parted: Move[] = [];
  for (const move of movesIn(history, seed)) if (move.isMade !== null && move.isMade !== books.has(history.get(move.place, 'actor'), move.number)) parted.push(move);
  const [first] = parted;
  const says = sayBooks(books);
  if (first !== undefined) return [{ kind: 'torn', times: parted.length, explanation: `${sayParted(history, first)} ${says}`.trim(), around: [first.place] }];
  return says === '' ? [] : [{ kind: 'torn', times: 1, explanation: says, around: [] }];
}

function sayParted(history: History, { place, from, to, amount, isMade }: Move): string {
  const { actor, ending, asked, ended } = history.at(place);
  const transfer = `${amount} from account ${from} to account ${to}`;
  if (isMade !== true) return `The log says that actor ${actorName(actor)} moved ${transfer}, as it was to ${atMs(asked)}, and it did not${ending === 'done' ? ': the balance did not cover that' : ''}.`;
  return `Actor ${actorName(actor)} moved ${transfer}${ending === 'died' ? ` and was killed ${atMs(ended)}` : `, as it was to ${atMs(asked)}`}: the log does not have that.`;
}

/** The first account about which they disagree; empty when they agree. */
function sayBooks({ balances, byLog }: Books): string {
  const at = balances.findIndex((balance, each) => balance !== byLog[each]);
  return at === -1 ? '' : `By the log account ${at + 1} should hold ${byLog[at]}; it holds ${balances[at]}.`;
}

function booksFrom(final: Plain): Books {
  const fields = record(final);
  const numbers = (value: unknown): readonly number[] => list(value, number);
  const gaps = list(fields['gaps'], numbers);
  const lasts = new Map(list(fields['lasts'], numbers).map(([actor = 0, last = 0]) => [actor, last]));
  const missing = new Map<number, Set<number>>();
  for (const [actor = 0, first = 0, last = 0] of gaps) {
    const ofActor = missing.get(actor) ?? new Set();
    for (let each = first; each <= last; each++) ofActor.add(each);
    missing.set(actor, ofActor);
  }
  return {
    balances: numbers(fields['balances']),
    byLog: numbers(fields['byLog']),
    has: (actor, each) => each <= (lasts.get(actor) ?? -1) && missing.get(actor)?.has(each) !== true,
  };
}
