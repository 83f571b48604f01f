import path from 'node:path';
import * as vscode from 'vscode';
import { describeReason, saveAtomically } from '../saving/write/save.ts';
import { localize } from './localize.ts';
import { tell } from './tell.ts';

/** Writes what was exported, whole or not at all, and offers to open it. @throws when the file cannot be replaced, or something of it would be lost */
export async function replaceExported(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const name = path.basename(uri.fsPath);
  const outcome = await saveAtomically(uri.fsPath, bytes);
  if (outcome.is !== 'saved') {
    const reasons = outcome.is === 'asks' ? outcome.reasons.map((reason) => localize(describeReason(reason))) : [];
    throw new Error(vscode.l10n.t('{0} is as it was; choose another name. {1}', name, reasons.join(' ')));
  }
  tell('info', vscode.l10n.t('Exported to {0}.', name), { title: vscode.l10n.t('Open'), run: async () => vscode.commands.executeCommand('vscode.open', uri) });
}
