import * as vscode from 'vscode';
import { saveAtomically } from '../../saving/write/save.ts';
import { readDisk } from './disk.ts';
import { makeActive } from './active.ts';

/**
 * Saves a document that has no file yet atomically under a name that the user chooses, and shows that file in its place.
 * @returns the file's document; undefined when the user chose no name
 * @throws SaveError
 */
export async function saveUntitled(document: vscode.TextDocument): Promise<vscode.TextDocument | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({ title: vscode.l10n.t('Save Atomically'), ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, document.uri.path.split('/').at(-1) ?? '') }) });
  if (uri?.scheme !== 'file') return undefined;
  const { version, languageId } = document;
  const bytes = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  // The dialog has asked whether what stands there may be overwritten.
  const outcome = await saveAtomically(uri.fsPath, bytes, { expect: (await readDisk(uri.fsPath))?.sha256 ?? null });
  if (outcome.is !== 'saved') throw new Error(vscode.l10n.t('{0} was not saved: it changed meanwhile, or it cannot be replaced without a loss. Choose another name.', uri.fsPath));
  const selection = vscode.window.activeTextEditor?.document === document ? vscode.window.activeTextEditor.selection : undefined;
  // What was typed meanwhile is in no file yet.
  if (document.version === version && (await makeActive(document)) && document.version === version) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  const opened = await vscode.workspace.openTextDocument(uri);
  // Plain text is what a document is for which nobody has chosen a language: the name may say more.
  const saved = languageId === 'plaintext' ? opened : await vscode.languages.setTextDocumentLanguage(opened, languageId);
  await vscode.window.showTextDocument(saved, { preview: false, ...(selection === undefined ? {} : { selection }) });
  return saved;
}
