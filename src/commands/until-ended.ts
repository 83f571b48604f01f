import * as vscode from 'vscode';
import type { Holder, Lock } from '../locks/lock.ts';
import { holdersOf } from '../views/holders.ts';
import { nameHolder } from '../views/wording.ts';
import type { CommandContext } from './context.ts';

/** The process is looked at this often, ms. */
const lookMs = 100;

/** What became of a holder that was asked to end. */
export type Ended = 'released' | 'left' | 'alive' | 'cancelled';

/** Waits, with a notification that can be cancelled, until a lock is released or its holder gone. @param mostMs how long at most */
export async function untilEnded(lock: Lock, holder: Holder, mostMs: number, context: CommandContext): Promise<Ended> {
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Waiting until {0} has ended', nameHolder(holder)), cancellable: true };
  return vscode.window.withProgress(options, async (_progress, token) => {
    for (let waited = 0; waited <= mostMs; waited += lookMs) {
      const end = await endNow(lock, holder, context);
      if (end !== null) return end;
      if (token.isCancellationRequested) return 'cancelled';
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    return 'alive';
  });
}

/** Asks for the process first: once it is gone, nothing more becomes of its lock. */
async function endNow(lock: Lock, holder: Holder, { control, inventory }: CommandContext): Promise<'released' | 'left' | null> {
  const isAlive = control.lives(holder);
  const now = await inventory.inspect(lock.path);
  if (now?.acquiredAt !== lock.acquiredAt || now.verdict.state === 'idle' || isOfOthers(now, holder)) return 'released';
  return isAlive ? null : 'left';
}

/** A kernel lock goes from one to the next, and its file stays. */
function isOfOthers(lock: Lock, holder: Holder): boolean {
  return lock.verdict.state === 'held' && holdersOf(lock).every(({ pid }) => pid !== holder.pid);
}
