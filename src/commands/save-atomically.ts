import * as vscode from 'vscode';
import { tell } from '../views/tell.ts';
import type { CommandContext } from './context.ts';
import { activeDocument, documentAt } from './save-files.ts';
import { saveDocument, type DocumentSave } from './save-document.ts';
import { saveUntitled } from './save-untitled.ts';
import { tellNotSaved, tellSaved } from './save-tell.ts';
import { isTrusted } from './trust.ts';

/** With this argument the key for saving without formatting calls the command. */
const asItIs = 'as-it-is';

/**
 * Saves a document atomically: the active one, or that of a file that the argument names.
 * @param argument a URI; or 'as-it-is': without what the settings want done on saving
 * @returns how it ended; undefined when it failed, or there is nothing that can be saved so
 */
export async function saveAtomicallyCommand(argument: unknown, context: CommandContext): Promise<DocumentSave | undefined> {
  if (!isTrusted()) return undefined;
  const document = argument instanceof vscode.Uri ? documentAt(argument) : activeDocument();
  if (document === undefined) {
    tell('info', vscode.l10n.t('Only text editors are saved atomically; notebooks and custom editors are saved by VS Code.'));
    return undefined;
  }
  if (document.isUntitled) {
    await saveUntitled(document);
    return undefined;
  }
  if (document.uri.scheme !== 'file') {
    tell('info', vscode.l10n.t('Only files on this machine are saved atomically; {0} is none.', document.uri.toString(true)));
    return undefined;
  }
  return saveAndTell(document, argument !== asItIs, context);
}

/** Saves a document and tells what became of it. Never rejects. @returns undefined when it failed */
export async function saveAndTell(document: vscode.TextDocument, participants: boolean, context: CommandContext): Promise<DocumentSave | undefined> {
  const { running } = context.saving;
  // A second press while the first is at work, or asks, would only get in its way.
  const before = running.get(document);
  if (before !== undefined) return before;
  const save = settle(document, participants, context);
  running.set(document, save);
  return save;
}

async function settle(document: vscode.TextDocument, participants: boolean, context: CommandContext): Promise<DocumentSave | undefined> {
  try {
    const save = await saveDocument(document, { participants }, context).finally(() => context.saving.running.delete(document));
    tellSaved(document, save);
    return save;
  } catch (error) {
    tellNotSaved(document, error, () => saveAndTell(document, participants, context));
    return undefined;
  }
}
