import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { viewIds } from '../../contributions.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { withStale } from '../summary.ts';
import { localize } from '../localize.ts';
import { troubleMessage, TroubleTeller } from '../troubles.ts';
import type { Node } from './model.ts';
import { LocksProvider } from './provider.ts';

/** The Locks view. */
export interface LocksView extends vscode.Disposable {
  readonly badge: vscode.ViewBadge | undefined;
  readonly message: string | undefined;
  /** What is selected in it. */
  readonly selection: readonly Node[];
}

/** Puts the Locks view up. The caller owns it. */
export function registerLocksView(inventory: Inventory): LocksView {
  const owned = new DisposableStore();
  const provider = owned.add(new LocksProvider(inventory));
  const view = owned.add(vscode.window.createTreeView(viewIds.locks, { treeDataProvider: provider, showCollapseAll: true }));
  const teller = new TroubleTeller();
  const countStale = (): void => {
    const stale = inventory.locks.filter(({ verdict }) => verdict.state === 'stale').length;
    if (stale !== (view.badge?.value ?? 0)) view.badge = stale === 0 ? undefined : { value: stale, tooltip: localize(withStale(stale)) };
  };
  const showTroubles = (): void => {
    view.message = troubleMessage(inventory.troubles);
    teller.tell(inventory.troubles);
  };
  owned.add(inventory.onDidChange(countStale));
  owned.add(inventory.onDidChangeTroubles(showTroubles));
  owned.add(view.onDidChangeVisibility(({ visible }) => {
    provider.visible = visible;
  }));
  provider.visible = view.visible;
  return {
    get badge() {
      return view.badge;
    },
    get message() {
      return view.message;
    },
    get selection() {
      return view.selection;
    },
    dispose: () => owned.dispose(),
  };
}
