import * as vscode from 'vscode';
import { showExplanation } from '../views/explain/index.ts';
import { holdersOf } from '../views/holders.ts';
import { terminalOf } from '../views/origin.ts';
import type { CommandContext } from './context.ts';
import { targetOf } from './target.ts';

/**
 * Shows the terminal of this window that a lock's holder runs in; where it runs in none, the page that explains the lock.
 * @param argument see targetOf
 * @returns the terminal
 */
export async function showHolderCommand(argument: unknown, context: CommandContext): Promise<vscode.Terminal | undefined> {
  const placeholder = vscode.l10n.t('Choose the lock whose holder to show');
  const lock = await targetOf(argument, context, placeholder, (one) => holdersOf(one).length > 0);
  if (lock === null) return undefined;
  const { processes } = context;
  const shells = holdersOf(lock).map((holder) => terminalOf(holder, processes.now.terminals));
  const shell = shells.find((found) => found !== null);
  const terminal = shell === undefined ? undefined : processes.terminalWith(shell.pid);
  if (terminal === undefined) await showExplanation(lock);
  else terminal.show();
  return terminal;
}
