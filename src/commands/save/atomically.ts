import * as vscode from 'vscode';
import { tell } from '../../views/tell.ts';
import type { CommandContext } from '../context.ts';
import { activeDocument, documentAt, isChosen } from './files.ts';
import { saveDocument, type DocumentSave } from './document.ts';
import { saveUntitled } from './untitled.ts';
import { tellNotSaved, tellSaved } from './tell.ts';
import { isTrusted } from '../trust.ts';

/** With these arguments the save keys call the command, and what VS Code has at them for all files but the chosen ones. */
const ordinary: Readonly<Record<string, string>> = { key: 'workbench.action.files.save', 'key-as-it-is': 'workbench.action.files.saveWithoutFormatting' };

/** Arguments that want a document saved without what the settings want done on saving. */
const asItIs: readonly unknown[] = ['as-it-is', 'key-as-it-is'];

/**
 * Saves a document atomically: the active one, or that of a file that the argument names.
 * @param argument a URI; 'as-it-is': without what the settings want done on saving; 'key' or 'key-as-it-is':
 *   only if the setting names its file, else VS Code saves it
 * @returns how it ended; undefined when it failed, or there is nothing that can be saved so
 */
export async function saveAtomicallyCommand(argument: unknown, context: CommandContext): Promise<DocumentSave | undefined> {
  if (!isTrusted()) return undefined;
  const document = argument instanceof vscode.Uri ? documentAt(argument) : activeDocument();
  const instead = typeof argument === 'string' ? ordinary[argument] : undefined;
  if (instead !== undefined && (document === undefined || !isChosen(document))) {
    await vscode.commands.executeCommand(instead);
    return undefined;
  }
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
  return saveAndTell(document, !asItIs.includes(argument), context);
}

/** Saves a document and tells what became of it. Never rejects. @returns undefined when it failed */
export async function saveAndTell(document: vscode.TextDocument, participants: boolean, context: CommandContext): Promise<DocumentSave | undefined> {
  const { running } = context.saving;
  const before = running.get(document);
  if (before !== undefined) {
    // A second press while the first is at work is about what was typed since, or a comparison that has just been opened.
    const first = await before;
    const isDone = first === undefined || first.is === 'cancelled' || (first.is === 'saved' && !document.isDirty);
    return isDone ? first : saveAndTell(document, participants, context);
  }
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
