import * as vscode from 'vscode';
import { commandIds, settingIds, settingsSection, type Grouping } from '../contributions.ts';
import type { LocksView } from '../views/locks/index.ts';

type Arrangeable = Pick<LocksView, 'filter' | 'grouping'>;

/** The commands that change how the view is arranged. */
export function arrangeHandlers(view: Arrangeable) {
  const groupBy = (grouping: Grouping) => (): void => {
    view.grouping = grouping;
  };
  return {
    [commandIds.filterLocks]: () => filterCommand(view),
    [commandIds.clearFilter]: () => {
      view.filter = '';
    },
    [commandIds.groupByState]: groupBy('state'),
    [commandIds.groupByFolder]: groupBy('folder'),
    [commandIds.groupByHolder]: groupBy('holder'),
    [commandIds.groupedByState]: groupBy('state'),
    [commandIds.groupedByFolder]: groupBy('folder'),
    [commandIds.groupedByHolder]: groupBy('holder'),
    [commandIds.showIdleLocks]: () => setShowIdle(true),
    [commandIds.hideIdleLocks]: () => setShowIdle(false),
  };
}

/** Asks for the words by which the view is filtered; none takes the filter away. */
async function filterCommand(view: Arrangeable): Promise<void> {
  const words = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Locks'),
    value: view.filter,
    placeHolder: vscode.l10n.t('Words in a path, kind, command, process number or user'),
    prompt: vscode.l10n.t('Shows the locks in which every word occurs. Leave it empty to show all.'),
  });
  if (words !== undefined) view.filter = words;
}

/** Shows idle locks, or hides them, where the user has decided it before: for this workspace, or everywhere. */
async function setShowIdle(showIdle: boolean): Promise<void> {
  const settings = vscode.workspace.getConfiguration(settingsSection);
  const isOfWorkspace = settings.inspect(settingIds.showIdle)?.workspaceValue !== undefined;
  await settings.update(settingIds.showIdle, showIdle, isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
