import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { commandIds } from '../contributions.ts';
import type { Inventory } from '../watch/inventory.ts';
import { localize } from './localize.ts';
import { withoutIcons } from './safe-text.ts';
import { summarize, type Summary } from './summary.ts';
import type { Tally } from './tally.ts';
import { readSettings } from './workspace.ts';

/** The entry in the status bar. */
export interface StatusBar extends vscode.Disposable {
  /** What it says; null while it is hidden. */
  readonly text: string | null;
}

/** Puts the entry up; it hides itself while there is nothing to say. The caller owns it. */
export function registerStatusBar(inventory: Pick<Inventory, 'onDidChange'>, tally: Tally): StatusBar {
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('lockscope.locks', vscode.StatusBarAlignment.Left, -10));
  let mode = readSettings().statusBar;
  let shown: Summary | null = null;
  item.name = vscode.l10n.t('Lockscope');
  item.command = commandIds.showLocks;
  const update = (): void => {
    const summary = summarize(tally, mode);
    if (isDeepStrictEqual(summary, shown)) return;
    shown = summary;
    if (summary === null) return item.hide();
    const tooltip = localize(summary.tooltip);
    item.text = `$(lock) ${withoutIcons(localize(summary.label))}`;
    item.tooltip = vscode.l10n.t('{0}. Select to show them.', tooltip);
    item.accessibilityInformation = { label: vscode.l10n.t('Lockscope: {0}', tooltip), role: 'button' };
    item.backgroundColor = summary.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    return item.show();
  };
  owned.add(inventory.onDidChange(update));
  owned.add(vscode.workspace.onDidChangeConfiguration(() => {
    mode = readSettings().statusBar;
    update();
  }));
  update();
  return {
    get text() {
      return shown === null ? null : localize(shown.label);
    },
    dispose: () => owned.dispose(),
  };
}
