import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import { commandIds } from '../../contributions.ts';
import { LockTimeoutError } from '../../saving/lock/errors.ts';
import { SaveError } from '../../saving/write/save.ts';
import { localize } from '../../views/localize.ts';
import { oneLine, withoutIcons } from '../../views/safe-text.ts';
import { tell, type Action } from '../../views/tell.ts';
import { nameInWorkspace } from '../../views/wording.ts';
import { openFolders } from '../../views/workspace.ts';
import type { DocumentSave } from './document.ts';
import { lockPathOf, nameOwner } from './lock.ts';

/** How long the status bar says what became of a save, ms. */
const quietlyMs = 6000;

/** Tells how a save ended, where there is something to tell: that it is saved, the editor shows. */
export function tellSaved(document: vscode.TextDocument, save: DocumentSave): void {
  const name = nameOf(document);
  if (save.is === 'cancelled') say(vscode.l10n.t('{0} was not saved. Its file is as it was.', name));
  if (save.is !== 'saved') return;
  const { outcome, leftOut } = save;
  if (outcome.kept.length > 0) tell('warning', vscode.l10n.t('A former save of {0} was cut short, and the file has been changed since. What it held before is kept in {1}.', name, outcome.kept.map(oneLine).join(', ')));
  if (leftOut.length > 0) tell('warning', vscode.l10n.t('{0} was saved without {1}.', name, leftOut.map(oneLine).join('; ')));
  if (save.document === 'edited') say(vscode.l10n.t('{0} was saved as it was a moment ago; you have changed it since.', name));
  if (save.document === 'shown-dirty') say(vscode.l10n.t('{0} is saved, although the editor still shows it as changed.', name));
  if (outcome.how === 'in-place') say(vscode.l10n.t('{0} was written in place, backed up.', name));
}

/** Tells why a document could not be saved. @param retry saves it once more */
export function tellNotSaved(document: vscode.TextDocument, error: unknown, retry: () => Promise<unknown>): void {
  const again: Action = { title: vscode.l10n.t('Retry'), run: retry };
  if (error instanceof LockTimeoutError) {
    const show: Action = { title: vscode.l10n.t('Show Holder'), run: async () => vscode.commands.executeCommand(commandIds.showHolder, lockPathOf(document.uri.fsPath)) };
    const holder = error.owner === null ? vscode.l10n.t('another program') : nameOwner(error.owner);
    tell('warning', vscode.l10n.t('{0} was not saved: it is locked by {1}. Its file is as it was.', nameOf(document), holder), show, again);
  } else {
    tell('error', error instanceof SaveError ? localize({ ...error.text, args: { ...error.text.args, file: nameInWorkspace(error.file, openFolders()) } }) : messageOf(error), again);
  }
}

/** In the status bar for a moment. */
function say(sentence: string): void {
  vscode.window.setStatusBarMessage(withoutIcons(sentence), quietlyMs);
}

function nameOf({ uri }: vscode.TextDocument): string {
  return nameInWorkspace(uri.fsPath, openFolders());
}
