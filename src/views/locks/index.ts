import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { contextKeys, groupings, viewIds, type Grouping } from '../../contributions.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { ContextKey } from '../context-key.ts';
import { localize } from '../localize.ts';
import { withStale } from '../summary.ts';
import type { Tally } from '../tally.ts';
import { filterMessage, troubleMessage, TroubleTeller } from '../troubles.ts';
import type { OwnProcesses } from '../window-processes.ts';
import { Filter } from './filter.ts';
import type { Node } from './nodes.ts';
import { LocksProvider } from './provider.ts';

/** What the Locks view shows, and from what. */
export interface LocksViewInput {
  readonly inventory: Inventory;
  /** Whose troubles are told. */
  readonly workspaceLocks: Pick<Inventory, 'troubles' | 'onDidChangeTroubles'>;
  readonly tally: Tally;
  readonly processes: Pick<OwnProcesses, 'now'>;
  /** Remembers how the view is grouped. */
  readonly state: vscode.Memento;
}

/** The Locks view. */
export interface LocksView extends vscode.Disposable {
  readonly badge: vscode.ViewBadge | undefined;
  readonly message: string | undefined;
  /** What is selected in it. */
  readonly selection: readonly Node[];
  grouping: Grouping;
  /** The words that it is filtered by; empty for none. */
  filter: string;
  /** What it shows below a node, or at its top, each as it is drawn. */
  drawn(node?: Node): Promise<readonly { readonly node: Node; readonly item: vscode.TreeItem }[]>;
}

const groupingState = 'grouping';

/** Puts the Locks view up. The caller owns it. */
export function registerLocksView({ inventory, workspaceLocks, tally, processes, state }: LocksViewInput): LocksView {
  const owned = new DisposableStore();
  const stored = state.get<unknown>(groupingState);
  const provider = owned.add(new LocksProvider(inventory, processes, groupings.find((known) => known === stored) ?? 'state'));
  const view = owned.add(vscode.window.createTreeView(viewIds.locks, { treeDataProvider: provider, showCollapseAll: true }));
  const teller = new TroubleTeller();
  const keys = { grouping: new ContextKey<Grouping>(contextKeys.grouping), filtered: new ContextKey<boolean>(contextKeys.filtered), hasStale: new ContextKey<boolean>(contextKeys.hasStale) };
  const showCounts = (): void => {
    const stale = tally.of('stale');
    keys.hasStale.value = stale > 0;
    if (stale !== (view.badge?.value ?? 0)) view.badge = stale === 0 ? undefined : { value: stale, tooltip: localize(withStale(stale)) };
    showMessage();
  };
  const showMessage = (): void => {
    const { filter } = provider.arrangement;
    const lines = [filterMessage(filter.words, provider.counts), troubleMessage(workspaceLocks.troubles)].filter((line) => line !== '');
    if ((view.message ?? '') !== lines.join('\n')) view.message = lines.join('\n');
  };
  const showArrangement = (): void => {
    const { grouping, filter } = provider.arrangement;
    keys.grouping.value = grouping;
    keys.filtered.value = filter.words !== '';
  };
  owned.add(provider.onDidRecount(showCounts));
  owned.add(workspaceLocks.onDidChangeTroubles((troubles) => {
    showMessage();
    teller.tell(troubles);
  }));
  owned.add(view.onDidChangeVisibility(({ visible }) => {
    provider.visible = visible;
  }));
  provider.visible = view.visible;
  showArrangement();
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
    get grouping() {
      return provider.arrangement.grouping;
    },
    set grouping(grouping) {
      provider.arrange({ grouping });
      showArrangement();
      state.update(groupingState, grouping).then(undefined, (error: unknown) => console.error('lockscope: the grouping could not be kept:', error));
    },
    get filter() {
      return provider.arrangement.filter.words;
    },
    set filter(words) {
      provider.arrange({ filter: new Filter(words) });
      showArrangement();
    },
    drawn: (node) => Promise.all(provider.getChildren(node).map(async (child) => ({ node: child, item: await provider.getTreeItem(child) }))),
    dispose: () => owned.dispose(),
  };
}
