import * as vscode from 'vscode';
import { tell } from '../views/tell.ts';
import { nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import type { CommandContext } from './context.ts';
import { targetOf } from './target.ts';

/** Tells the user when a lock is released. @param argument see targetOf */
export async function notifyCommand(argument: unknown, context: CommandContext): Promise<void> {
  const placeholder = vscode.l10n.t('Choose the lock whose release to be told of');
  const lock = await targetOf(argument, context, placeholder, ({ verdict }) => verdict.state !== 'idle' && verdict.state !== 'stale');
  if (lock === null) return;
  const { state } = lock.verdict;
  const name = nameInWorkspace(lock.resource, openFolders());
  if (state === 'idle') tell('info', vscode.l10n.t('Nobody holds {0} now.', name));
  else if (state === 'stale') tell('info', vscode.l10n.t('The lock on {0} is stale: nobody is left to release it.', name));
  else context.waits.start(lock);
}
