import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import { activeDocument, documentOf } from './files.ts';

/** Commands that move the focus to a group of editors, by its column. */
const focusCommands = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'].map((which) => `workbench.action.focus${which}EditorGroup`);

/**
 * Makes a document the one that the editor's own commands act on, and puts the focus there: with the focus in
 * the list of open editors they act on what is selected in that list.
 * @returns whether it is
 */
export async function makeActive(document: vscode.TextDocument): Promise<boolean> {
  if (activeDocument() !== document && !(await bringToFront(document))) return false;
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  return activeDocument() === document;
}

/** Acts while a document is active, and brings back to the front what it took the place of. @returns whether it came to that */
export async function whileActive(document: vscode.TextDocument, act: () => Promise<void>): Promise<boolean> {
  const restoreTabs = rememberTabs();
  try {
    const isActive = await makeActive(document);
    if (isActive) await act();
    return isActive;
  } finally {
    await restoreTabs();
  }
}

/** @returns whether it was shown: a user who goes elsewhere in this moment is not called back */
async function bringToFront(document: vscode.TextDocument): Promise<boolean> {
  try {
    await vscode.window.showTextDocument(document, { viewColumn: columnOf(document), preview: false });
    return true;
  } catch (error) {
    console.error(`lockscope: ${document.uri.fsPath}: ${messageOf(error)}`);
    return false;
  }
}

/** Remembers which tab is in front in each group, and where the focus is. @returns brings those back to the front that are not */
export function rememberTabs(): () => Promise<void> {
  const { tabGroups } = vscode.window;
  const active = tabGroups.activeTabGroup.viewColumn;
  const before = tabGroups.all.map(({ viewColumn, activeTab, tabs }) => ({ viewColumn, key: keyOf(activeTab), index: activeTab === undefined ? -1 : tabs.indexOf(activeTab) }));
  return async () => {
    for (const { viewColumn, key, index } of before) {
      const group = tabGroups.all.find((one) => one.viewColumn === viewColumn);
      if (group === undefined || keyOf(group.activeTab) === key || keyOf(group.tabs[index]) !== key) continue;
      await focusGroup(viewColumn);
      await vscode.commands.executeCommand('workbench.action.openEditorAtIndex', index);
    }
    if (tabGroups.activeTabGroup.viewColumn !== active) await focusGroup(active);
  };
}

async function focusGroup(column: vscode.ViewColumn): Promise<void> {
  const command = focusCommands[column - 1];
  if (command !== undefined) await vscode.commands.executeCommand(command);
}

/** Tabs are made anew whenever something about them changes. */
function keyOf(tab: vscode.Tab | undefined): string {
  return tab === undefined ? '' : `${tab.label} ${documentOf(tab)?.uri.toString() ?? ''}`;
}

function columnOf(document: vscode.TextDocument): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const groups = [activeTabGroup, ...all];
  return groups.find(({ tabs }) => tabs.some((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === document.uri.toString()))?.viewColumn ?? vscode.ViewColumn.Active;
}
