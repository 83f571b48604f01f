import * as vscode from 'vscode';
import { settingIds, settingsSection } from '../contributions.ts';
import { parseCustomKinds } from '../locks/kinds/custom.ts';
import { localize } from './localize.ts';
import { tell } from './tell.ts';

/** The kinds of locks that the user described in the settings, as they stand there. */
export function customKinds(): unknown {
  return vscode.workspace.getConfiguration(settingsSection).get<unknown>(settingIds.kinds) ?? [];
}

/** Calls when they may have changed. */
export function onDidChangeCustomKinds(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.${settingIds.kinds}`)) listener();
  });
}

/** Tells what is wrong in the user's kinds, and takes to where it stands. */
export function tellKindProblems(definitions: unknown): void {
  const problems = parseCustomKinds(definitions).problems.map(localize);
  if (problems.length === 0) return;
  const openSettings = { title: vscode.l10n.t('Open Settings'), run: openSetting };
  tell('warning', vscode.l10n.t('In the setting lockscope.kinds: {0}', problems.slice(0, 3).join(' ')), openSettings);
}

async function openSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `${settingsSection}.${settingIds.kinds}`);
}
