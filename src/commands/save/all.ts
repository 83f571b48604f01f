import * as vscode from 'vscode';
import type { CommandContext } from '../context.ts';
import { makeActive, rememberTabs } from './active.ts';
import { saveAndTell } from './atomically.ts';
import { documentOf, isChosen } from './files.ts';
import type { DocumentSave } from './document.ts';
import { isTrusted } from '../trust.ts';

/** With this argument the key for Save All calls the command. */
const chosenOnly = 'chosen';

/**
 * Saves all changed documents: those of files atomically, one after the other, all else by VS Code.
 * @param argument 'chosen': atomically only those that the setting names
 * @returns how each of the former ended; undefined for one that failed
 */
export async function saveAllAtomicallyCommand(argument: unknown, context: CommandContext): Promise<readonly (DocumentSave | undefined)[]> {
  if (!isTrusted()) return [];
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
  const ours = dirty.filter((document) => document.uri.scheme === 'file' && (argument !== chosenOnly || isChosen(document)));
  const restoreTabs = rememberTabs();
  const saves: (DocumentSave | undefined)[] = [];
  for (const document of ours) {
    // Each comes to the front once, instead of for every step; those before it come back in the end.
    await makeActive(document);
    saves.push(await saveAndTell(document, true, context));
  }
  await restoreTabs();
  await saveOthers(new Set(ours.map(({ uri }) => uri.toString())));
  return saves;
}

/** Each by itself: VS Code's own Save All would write in place what the user has just chosen not to save. */
async function saveOthers(ours: ReadonlySet<string>): Promise<void> {
  const shown = new Set<string>();
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  for (const tab of tabs.filter(({ isDirty }) => isDirty)) {
    const uri = uriOf(tab);
    if (uri === undefined || ours.has(uri.toString()) || shown.has(uri.toString())) continue;
    shown.add(uri.toString());
    await vscode.workspace.save(uri);
  }
}

function uriOf(tab: vscode.Tab): vscode.Uri | undefined {
  const input: unknown = tab.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputNotebook ? input.uri : documentOf(tab)?.uri;
}
