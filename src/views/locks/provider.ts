import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { settingIds, settingsSection } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { nameInWorkspace } from '../wording.ts';
import { openFolders, readSettings } from '../workspace.ts';
import { Ages } from './ages.ts';
import { detailItem, groupItem, lockItem, lockTooltip } from './items.ts';
import { detailsOf, LocksModel, type Node, type Redraw } from './model.ts';

/** Changes that come within this time are drawn together, ms. */
const gatherMs = 50;

/** "job-9" before "job-10". */
const byName = new Intl.Collator(undefined, { numeric: true });

/** Feeds the Locks view from the inventory. */
export class LocksProvider implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<Node[] | undefined>());
  readonly #model = new LocksModel((a, b) => this.#compare(a, b), readSettings().showIdle);
  readonly #ages = this.#owned.add(new Ages(() => this.#model.shownLocks(), (nodes) => this.#changed.fire([...nodes]), systemClock));
  #folders = openFolders();
  #pending: Set<Node> | 'all' = new Set();
  #timer: NodeJS.Timeout | null = null;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(inventory: Inventory) {
    this.#model.apply(inventory.locks.map((lock) => ({ type: 'appeared', lock })));
    this.#owned.add(inventory.onDidChange((changes) => this.#redraw(this.#model.apply(changes))));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#rename()));
    this.#owned.add(vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(`${settingsSection}.${settingIds.showIdle}`)) return;
      this.#model.showIdle = readSettings().showIdle;
      this.#redraw('all');
    }));
  }

  /** Whether somebody can see the view; ages stand still while nobody can. */
  set visible(visible: boolean) {
    this.#ages.running = visible;
  }

  getChildren(node?: Node): readonly Node[] & Node[] {
    if (node === undefined) return this.#rootDrawn();
    if (node.type === 'group') return [...this.#model.locksIn(node.state)];
    return node.type === 'lock' ? [...detailsOf(node)] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const now = systemClock.now();
    if (node.type === 'group') return groupItem(node, this.#model.count(node.state));
    if (node.type === 'lock') return lockItem(node, this.#folders, now);
    return detailItem(node, this.#folders, now);
  }

  getParent(node: Node): Node | undefined {
    return this.#model.parentOf(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    this.#ages.hold();
    if (node.type === 'lock') item.tooltip = lockTooltip(node, systemClock.now());
    return item;
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#owned.dispose();
  }

  /** The editor draws everything: a redraw of everything that was still to come is not needed, and would lose a click. */
  #rootDrawn(): Node[] {
    if (this.#pending === 'all') this.#pending = new Set();
    return [...this.#model.groups()];
  }

  #compare(a: Lock, b: Lock): number {
    return byName.compare(nameInWorkspace(a.resource, this.#folders), nameInWorkspace(b.resource, this.#folders)) || byName.compare(a.path, b.path);
  }

  #rename(): void {
    this.#folders = openFolders();
    this.#model.reorder();
    this.#redraw('all');
  }

  #redraw(redraw: Redraw): void {
    this.#ages.wake();
    if (redraw === 'all') this.#pending = 'all';
    else if (this.#pending !== 'all') for (const node of redraw) this.#pending.add(node);
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    this.#timer = null;
    const pending = this.#pending;
    this.#pending = new Set();
    if (pending === 'all') this.#changed.fire(undefined);
    else if (pending.size > 0) this.#changed.fire([...pending]);
  }
}
