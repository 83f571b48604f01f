import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { commandIds } from '../contributions.ts';
import type { Inventory } from '../watch/inventory.ts';
import { localize } from './localize.ts';
import { summarize } from './summary.ts';
import { readSettings } from './workspace.ts';

/** The entry in the status bar. */
export interface StatusBar extends vscode.Disposable {
  /** What it says; null while it is hidden. */
  readonly text: string | null;
}

/** Puts the entry up; it hides itself while there is nothing to say. The caller owns it. */
export function registerStatusBar(inventory: Inventory): StatusBar {
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('lockscope.locks', vscode.StatusBarAlignment.Left, -10));
  let shown: string | null = null;
  item.name = vscode.l10n.t('Lockscope');
  item.command = commandIds.showLocks;
  const update = (): void => {
    const summary = summarize(inventory.locks, readSettings().statusBar);
    shown = summary === null ? null : localize(summary.label);
    if (summary === null) return item.hide();
    const tooltip = localize(summary.tooltip);
    item.text = `$(lock) ${shown}`;
    item.tooltip = vscode.l10n.t('{0}. Select to show them.', tooltip);
    item.accessibilityInformation = { label: vscode.l10n.t('Lockscope: {0}', tooltip), role: 'button' };
    item.backgroundColor = summary.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    return item.show();
  };
  owned.add(inventory.onDidChange(update));
  owned.add(vscode.workspace.onDidChangeConfiguration(update));
  update();
  return {
    get text() {
      return shown;
    },
    dispose: () => owned.dispose(),
  };
}
