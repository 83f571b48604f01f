import * as vscode from 'vscode';
import { settingIds, settingsSection } from '../../contributions.ts';
import { endingsOf, readGlobs, type Endings } from './globs.ts';

/** Whether the ordinary save key saves a document atomically: a file of this machine that the setting names. */
export function isChosen(document: vscode.TextDocument): boolean {
  const globs = readGlobs(vscode.workspace.getConfiguration(settingsSection, document).get<unknown>(settingIds.atomicSaveFiles));
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return globs.some(({ is, pattern }) => {
    if (is === 'in-folder' && folder === undefined) return false;
    return vscode.languages.match({ scheme: 'file', pattern: is === 'in-folder' && folder !== undefined ? new vscode.RelativePattern(folder, pattern) : pattern }, document) > 0;
  });
}

/** What the setting says by name alone, in any of the open folders. */
export function chosenEndings(): Endings {
  const places = [undefined, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
  return endingsOf(places.flatMap((place) => readGlobs(vscode.workspace.getConfiguration(settingsSection, place).get<unknown>(settingIds.atomicSaveFiles))));
}

/** The document that a tab would save: in a comparison, the right one. */
export function documentOf(tab: vscode.Tab | undefined): vscode.TextDocument | undefined {
  const input: unknown = tab?.input;
  const uri = input instanceof vscode.TabInputText ? input.uri : input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  return uri === undefined ? undefined : documentAt(uri);
}

/** The open document at a place. */
export function documentAt(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** The document that saving is about now. */
export function activeDocument(): vscode.TextDocument | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  // Some editors (a merge, for one) are of no kind that the editor tells extensions of.
  return documentOf(tab) ?? (tab?.input === undefined ? vscode.window.activeTextEditor?.document : undefined);
}
