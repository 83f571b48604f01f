import * as vscode from 'vscode';
import type { Lock } from '../locks/lock.ts';
import { nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import type { Inventory } from '../watch/inventory.ts';
import { tell } from './tell.ts';

type End = 'released' | 'taken-again' | 'not-held' | 'cancelled';

/**
 * Waits, with a notification that can be cancelled, until a lock is held no more, and tells.
 * @param breakIt offered when its holder goes without releasing it
 */
export async function waitForRelease(lock: Lock, inventory: Inventory, breakIt: () => Promise<unknown>): Promise<void> {
  const name = nameInWorkspace(lock.resource, openFolders());
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Waiting until {0} is released', name), cancellable: true };
  const end = await vscode.window.withProgress(options, (_progress, token) => endOf(lock, inventory, token));
  switch (end) {
    case 'released':
      return tell('info', vscode.l10n.t('{0} is released.', name));
    case 'taken-again':
      return tell('info', vscode.l10n.t('{0} was released, and locked again by somebody else.', name));
    case 'not-held':
      return tell('warning', vscode.l10n.t('The holder of {0} seems to be gone, but its lock is still there.', name), { title: vscode.l10n.t('Break Lock...'), run: breakIt });
    case 'cancelled':
      return;
  }
}

async function endOf(lock: Lock, inventory: Inventory, token: vscode.CancellationToken): Promise<End> {
  const subscriptions: { dispose(): void }[] = [];
  const ended = new Promise<End>((resolve) => {
    const look = (): void => {
      const end = endNow(lock, inventory.locks.find(({ path }) => path === lock.path));
      if (end !== null) resolve(end);
    };
    subscriptions.push(inventory.onDidChange(look), token.onCancellationRequested(() => resolve('cancelled')));
    // It may have ended while the user was asked.
    look();
  });
  try {
    return await ended;
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

function endNow(before: Lock, now: Lock | undefined): End | null {
  if (now === undefined) return 'released';
  if (now.acquiredAt !== before.acquiredAt) return 'taken-again';
  return now.verdict.state === 'held' ? null : 'not-held';
}
