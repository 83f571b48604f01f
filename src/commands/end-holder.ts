import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Holder, Lock } from '../locks/lock.ts';
import { describeHindrance, describeNotEnded, holdersOf } from '../views/holders.ts';
import { localize } from '../views/localize.ts';
import { withoutIcons } from '../views/safe-text.ts';
import { tell } from '../views/tell.ts';
import { nameHolder, nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import { askToEnd, askToEndHard } from './ask-to-end.ts';
import type { CommandContext } from './context.ts';
import { targetOf } from './target.ts';
import { isTrusted } from './trust.ts';
import { untilEnded } from './until-ended.ts';

/** How ending a holder ended, where something was done. */
export type EndResult =
  | 'released'
  /** The holder is gone and the lock still there. */
  | 'left'
  /** The holder runs on. */
  | 'alive';

/** How long a process is given to put things in order, ms, before it is asked about again. */
const patienceMs = 5000;

/**
 * Ends the holder of a held lock after the user saw who it is and what it holds: gently first, hard only when asked again.
 * @param argument see targetOf; a node of the view for one holder stands for that one
 * @returns undefined when nothing was done
 */
export async function endHolderCommand(argument: unknown, context: CommandContext): Promise<EndResult | undefined> {
  if (!isTrusted()) return undefined;
  const lock = await targetOf(argument, context, vscode.l10n.t('Choose the lock whose holder to end'), isHeld);
  return lock === null ? undefined : endHolderOf(lock, context, pidIn(argument));
}

/** Whether there is a holder of this lock that could be ended from here. */
export function canEndHolder(lock: Lock, { control }: CommandContext): boolean {
  return isHeld(lock) && holdersOf(lock).some((holder) => control.hindrance(holder) === null);
}

/** @param meant pid of the holder that the user has chosen already */
export async function endHolderOf(lock: Lock, context: CommandContext, meant: number | null = null): Promise<EndResult | undefined> {
  const name = nameInWorkspace(lock.resource, openFolders());
  if (!isHeld(lock)) {
    tell('warning', vscode.l10n.t('Nobody is proven to hold {0}, so there is no process to end.', name));
    return undefined;
  }
  const holders = holdersOf(lock);
  const holder = holders.find(({ pid }) => pid !== null && pid === meant) ?? (await pickHolder(holders));
  if (holder === undefined) {
    if (holders.length === 0) tell('warning', vscode.l10n.t('It cannot be seen which process holds {0}.', name));
    return undefined;
  }
  const hindrance = context.control.hindrance(holder);
  if (hindrance !== null) {
    tell('warning', localize(describeHindrance(hindrance, nameHolder(holder))));
    return undefined;
  }
  switch (await askToEnd(lock, holder, context)) {
    case 'end':
      return endGently(lock, holder, context);
    case 'wait':
      context.waits.start(lock);
      return undefined;
    case 'nothing':
      return undefined;
  }
}

async function endGently(lock: Lock, holder: Holder, context: CommandContext): Promise<EndResult | undefined> {
  // The user may have taken their time.
  const now = await context.inventory.inspect(lock.path);
  if (now?.acquiredAt !== lock.acquiredAt || !isHeld(now)) {
    tell('info', vscode.l10n.t('{0} was released meanwhile. No process was ended.', nameInWorkspace(lock.resource, openFolders())));
    return undefined;
  }
  if (!signal('SIGTERM', holder, context)) return undefined;
  for (;;) {
    const end = await untilEnded(lock, holder, patienceMs, context);
    if (end === 'cancelled') return 'alive';
    if (end !== 'alive') {
      // That it went stale is told with it.
      await context.turn.claim('stale', [lock]);
      return tellEnd(end, lock, holder);
    }
    const answer = await askToEndHard(holder, patienceMs);
    if (answer === 'nothing') return 'alive';
    if (answer === 'end' && !signal('SIGKILL', holder, context)) return undefined;
  }
}

/** @returns whether it was sent; if not, the user is told why, unless there is nothing left to end */
function signal(name: 'SIGTERM' | 'SIGKILL', holder: Holder, { control }: CommandContext): boolean {
  const outcome = control.end(holder, name);
  // It ended while the user was asked: waiting tells what became of the lock.
  if (outcome.is === 'signalled' || outcome.is === 'gone') return true;
  tell('warning', localize(describeNotEnded(outcome, nameHolder(holder))));
  return false;
}

function tellEnd(end: 'released' | 'left', lock: Lock, holder: Holder): EndResult {
  const name = nameInWorkspace(lock.resource, openFolders());
  if (end === 'released') {
    tell('info', vscode.l10n.t('{0} is released by {1}.', name, nameHolder(holder)));
  } else {
    const breakIt = { title: vscode.l10n.t('Break Lock...'), run: async (): Promise<void> => vscode.commands.executeCommand(commandIds.breakLock, lock.path) };
    tell('warning', vscode.l10n.t('{0} has ended, and has left its lock on {1} behind.', nameHolder(holder), name), breakIt);
  }
  return end;
}

interface HolderPick extends vscode.QuickPickItem {
  readonly holder: Holder;
}

async function pickHolder(holders: readonly Holder[]): Promise<Holder | undefined> {
  if (holders.length < 2) return holders[0];
  const picks = holders.map((holder): HolderPick => ({ holder, label: withoutIcons(nameHolder(holder)), detail: withoutIcons(holder.command ?? '') }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Several processes hold it. Choose the one to end') }))?.holder;
}

function isHeld({ verdict }: Lock): boolean {
  return verdict.state === 'held';
}

function pidIn(argument: unknown): number | null {
  if (typeof argument !== 'object' || argument === null || !('holder' in argument)) return null;
  const { holder } = argument;
  return typeof holder === 'object' && holder !== null && 'pid' in holder && typeof holder.pid === 'number' ? holder.pid : null;
}
