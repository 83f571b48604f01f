import { list, number } from '../../../../base/json.ts';
import type { History } from '../../figures/history.ts';
import type { RunRequest } from '../../request.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { judgeBalances } from './judge-balances.ts';
import { judgeOverdrawn } from './judge-overdrawn.ts';

/** Compares what was moved with what the accounts hold, and looks for balances below zero. @param final the balances, from account 1 on */
export function judgeTransfers(history: History, final: Plain, { seed }: Pick<RunRequest, 'seed'>): readonly Verdict[] {
  const balances = list(final, number);
  return [...judgeOverdrawn(history, balances, seed), ...judgeBalances(history, balances, seed)];
}
