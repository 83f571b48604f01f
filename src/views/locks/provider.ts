import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/disposable.ts';
import type { Grouping } from '../../contributions.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { openFolders, readSettings } from '../workspace.ts';
import type { OwnProcesses } from '../window-processes.ts';
import { Ages } from './ages.ts';
import type { Arrangement } from './arrangement.ts';
import { detailItem } from './detail-items.ts';
import { Filter } from './filter.ts';
import { groupItem, lockItem, lockTooltip, moreItem } from './items.ts';
import { LocksModel, type Redraw } from './model.ts';
import type { GroupNode, LockNode, Node } from './nodes.ts';
import { Pace } from './pace.ts';
import { Turns } from './turns.ts';

/** From this many on lines are redrawn with their groups, not one by one. */
const mostAlone = 100;

/** Groups are open at first as long as no more locks than these are in them. */
const mostOpen = 500;

/** Feeds the Locks view from the inventory. */
export class LocksProvider implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<Node[] | undefined>());
  readonly #recounted = this.#owned.add(new vscode.EventEmitter<void>());
  readonly #processes: Pick<OwnProcesses, 'now'>;
  readonly #model: LocksModel;
  readonly #ages: Ages;
  readonly #pace = new Pace();
  readonly #turns = this.#owned.add(new Turns());
  /** Locks whose lines the editor has got since it drew everything. */
  readonly #drawn = new Set<LockNode>();
  /** Groups that are to be closed when they are drawn for the first time. */
  #closed: ReadonlySet<Node> = new Set();
  #pending: Set<Node> | 'all' = new Set();
  #timer: NodeJS.Timeout | null = null;
  #arranging: NodeJS.Immediate | null = null;

  readonly onDidChangeTreeData = this.#changed.event;
  /** Fires when `counts` may have changed. */
  readonly onDidRecount = this.#recounted.event;

  constructor(inventory: Inventory, processes: Pick<OwnProcesses, 'now'>, grouping: Grouping) {
    this.#processes = processes;
    this.#model = new LocksModel({ grouping, filter: new Filter(''), showIdle: readSettings().showIdle, folders: openFolders() });
    this.#ages = this.#owned.add(new Ages(() => this.#drawnLocks(), (nodes) => this.#changed.fire([...nodes]), systemClock));
    this.#model.apply(inventory.locks.map((lock) => ({ type: 'appeared', lock })));
    this.#owned.add(inventory.onDidChange((changes) => {
      this.#pace.gather(changes.length);
      this.#redraw(this.#model.apply(changes));
    }));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.arrange({ folders: openFolders() })));
    this.#owned.add(vscode.workspace.onDidChangeConfiguration(() => this.arrange({ showIdle: readSettings().showIdle })));
  }

  /** How the view is arranged. */
  get arrangement(): Arrangement {
    return this.#model.arrangement;
  }

  /** How many locks are shown of how many. */
  get counts(): LocksModel['counts'] {
    return this.#model.counts;
  }

  /** Whether somebody can see the view; ages stand still while nobody can. */
  set visible(visible: boolean) {
    this.#ages.running = visible;
  }

  /** Arranges the view differently. With many locks it takes a while, in which the old arrangement is shown. */
  arrange(change: Partial<Arrangement>): void {
    const before = this.#model.arrangement;
    const after = { ...before, ...change };
    if (after.grouping === before.grouping && after.filter === before.filter && after.showIdle === before.showIdle && after.folders === before.folders) return;
    this.#model.arrange(after);
    if (this.#arranging === null) this.#arrangeSome();
  }

  getChildren(node?: Node): Node[] {
    return this.#timed(() => [...(node === undefined ? this.#topDrawn() : this.#model.below(node))]);
  }

  getTreeItem(node: Node): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.#turns.run(() => this.#timed(() => this.#draw(node)));
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
    if (this.#arranging !== null) clearImmediate(this.#arranging);
    this.#owned.dispose();
  }

  #draw(node: Node): vscode.TreeItem {
    const now = systemClock.now();
    const { folders } = this.#model.arrangement;
    switch (node.type) {
      case 'group':
        return groupItem(node, { ...this.#model.count(node), closed: this.#closed.has(node) }, folders);
      case 'lock':
        this.#drawn.add(node);
        this.#ages.wake();
        return lockItem(node, this.#model.groupOf(node)?.heading ?? null, { folders, now });
      case 'more':
        return moreItem(node);
      default:
        return detailItem(node, { folders, now, processes: this.#processes.now });
    }
  }

  #arrangeSome(): void {
    this.#arranging = this.#model.arrangeSome() ? null : setImmediate(() => this.#arrangeSome());
    if (this.#arranging === null) this.#redraw('all');
  }

  /** The editor draws everything: a redraw of everything that was still to come is not needed, and would lose a click. */
  #topDrawn(): readonly Node[] {
    if (this.#pending === 'all') this.#pending = new Set();
    const top = this.#model.top();
    this.#drawn.clear();
    this.#closed = new Set(this.#model.arrangement.grouping === 'state' ? [] : this.#beyond(top));
    return top;
  }

  /** Groups that lie beyond the first locks, as many as anybody would read. */
  #beyond(top: readonly Node[]): readonly GroupNode[] {
    let locks = 0;
    return top.filter((node) => node.type === 'group').filter((group) => (locks += this.#model.count(group).locks) > mostOpen);
  }

  #drawnLocks(): readonly LockNode[] {
    return [...this.#drawn].filter((node) => this.#model.groupOf(node) !== null);
  }

  #timed<T>(draw: () => T): T {
    const start = performance.now();
    const drawn = draw();
    this.#pace.spend(performance.now() - start);
    return drawn;
  }

  #redraw(redraw: Redraw): void {
    if (redraw === 'all') this.#pending = 'all';
    else if (this.#pending !== 'all') for (const node of redraw) this.#pending.add(node);
    this.#timer ??= setTimeout(() => this.#flush(), this.#pace.next());
  }

  #flush(): void {
    this.#timer = null;
    const pending = this.#pending;
    this.#pending = new Set();
    this.#recounted.fire();
    if (pending === 'all') this.#changed.fire(undefined);
    else if (pending.size > 0) this.#changed.fire(pending.size > mostAlone ? this.#groupsOf(pending) : [...pending]);
  }

  #groupsOf(nodes: ReadonlySet<Node>): Node[] {
    return [...new Set([...nodes].map((node) => this.#model.parentOf(node) ?? node))];
  }
}
