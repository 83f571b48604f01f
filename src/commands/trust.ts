import * as vscode from 'vscode';
import { tell } from '../views/tell.ts';

/** Whether this workspace may be acted on; when not, tells the user why. The manifest disables the commands too. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  tell('warning', vscode.l10n.t('Lockscope shows locks in an untrusted workspace, but changes nothing.'), { title: vscode.l10n.t('Manage Trust'), run: manageTrust });
  return false;
}

async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}
