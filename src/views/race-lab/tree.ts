import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { viewIds } from '../../contributions.ts';
import type { CatalogScenario, VariantId } from '../../race/lab.ts';
import { keyOf, type NotedLab } from '../../race/noted-lab.ts';
import type { RaceFiles } from './files.ts';
import { idsOf, topicsOf, variantsOf, type RaceNode } from './nodes.ts';
import { errorItem, fileItem, noteItem, scenarioItem, topicItem, variantItem, workspaceItem } from './tree-items.ts';

/** The tree of scenarios, for commands and tests. */
export interface RaceTree extends vscode.Disposable {
  /** What it shows below a node, or at its top, each as it is drawn. */
  drawn(node?: RaceNode): Promise<readonly { readonly node: RaceNode; readonly item: vscode.TreeItem }[]>;
}

/** Shows the scenarios: the workspace's own, and those that come with Lockscope by topic. The caller owns it. */
export function registerRaceTree(lab: NotedLab, files: RaceFiles): RaceTree {
  const owned = new DisposableStore();
  const provider = owned.add(new RaceProvider(lab, files));
  owned.add(vscode.window.createTreeView(viewIds.raceScenarios, { treeDataProvider: provider, showCollapseAll: true }));
  return {
    drawn: async (node) => (await provider.getChildren(node)).map((child) => ({ node: child, item: provider.getTreeItem(child) })),
    dispose: () => owned.dispose(),
  };
}

/** Lines are redrawn so often while explorations tell how far they are, ms. */
const redrawApartMs = 200;

class RaceProvider implements vscode.TreeDataProvider<RaceNode>, vscode.Disposable {
  readonly #lab: NotedLab;
  readonly #files: RaceFiles;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<RaceNode[] | undefined>());
  readonly #children = new Map<RaceNode | this, Promise<readonly RaceNode[]>>();
  /** The lines that tell of a variant. */
  readonly #drawn = new Map<string, Set<RaceNode>>();
  readonly #parents = new Map<RaceNode, RaceNode>();
  readonly #pending = new Set<RaceNode>();
  #builtIn: readonly CatalogScenario[] | null = null;
  #timer: NodeJS.Timeout | null = null;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(lab: NotedLab, files: RaceFiles) {
    this.#lab = lab;
    this.#files = files;
    this.#owned.add(lab.onDidChange((variant) => this.#redraw(variant)));
    this.#owned.add(files.onDidChange(() => this.#startAnew()));
  }

  /** The same nodes each time, so that the editor knows them again when they are redrawn. */
  async getChildren(node?: RaceNode): Promise<RaceNode[]> {
    const key = node ?? this;
    const known = this.#children.get(key) ?? this.#below(node);
    this.#children.set(key, known);
    known.catch(() => this.#children.delete(key));
    const children = await known;
    // What was asked for meanwhile may be of what the files were.
    if (this.#children.get(key) === known) for (const child of children) this.#note(child, node);
    return [...children];
  }

  getTreeItem(node: RaceNode): vscode.TreeItem {
    const standingOf = (variant: VariantId): ReturnType<NotedLab['standingOf']> => this.#lab.standingOf(variant);
    switch (node.type) {
      case 'workspace': return workspaceItem(node);
      case 'topic': return topicItem(node, standingOf);
      case 'file': return fileItem(node);
      case 'scenario': return scenarioItem(node, standingOf);
      case 'variant': return variantItem(node, standingOf(node.id));
      case 'error': return errorItem(node);
      case 'untrusted': return noteItem(node);
    }
  }

  getParent(node: RaceNode): RaceNode | undefined {
    return this.#parents.get(node);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#owned.dispose();
  }

  async #below(node: RaceNode | undefined): Promise<readonly RaceNode[]> {
    if (node === undefined) return this.#top();
    switch (node.type) {
      case 'workspace': return node.files.map((file) => ({ type: 'file', file }));
      case 'topic': return node.scenarios.map((scenario) => ({ type: 'scenario', scenario }));
      case 'file': return this.#inFile(node.file);
      case 'scenario': return variantsOf(node.scenario);
      default: return [];
    }
  }

  async #top(): Promise<readonly RaceNode[]> {
    const [files, builtIn] = await Promise.all([this.#files.all(), this.#builtIn ?? this.#lab.catalog(null).then(({ scenarios }) => scenarios)]);
    this.#builtIn = builtIn;
    return [...(files.length > 0 ? [{ type: 'workspace', files } as const] : []), ...topicsOf(builtIn)];
  }

  async #inFile(file: string): Promise<readonly RaceNode[]> {
    const look = await this.#files.look(file);
    switch (look.is) {
      case 'untrusted': return [{ type: 'untrusted', file }];
      case 'wrong': return [{ type: 'error', file, error: look.error }];
      case 'loaded': return look.scenarios.map((scenario) => ({ type: 'scenario', scenario }));
    }
  }

  #note(node: RaceNode, parent: RaceNode | undefined): void {
    if (parent !== undefined) this.#parents.set(node, parent);
    for (const variant of variantsIn(node)) this.#drawn.set(keyOf(variant), (this.#drawn.get(keyOf(variant)) ?? new Set<RaceNode>()).add(node));
  }

  #redraw(variant: VariantId): void {
    for (const node of this.#drawn.get(keyOf(variant)) ?? []) this.#pending.add(node);
    if (this.#pending.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const nodes = [...this.#pending];
      this.#pending.clear();
      this.#changed.fire(nodes);
    }, redrawApartMs);
  }

  #startAnew(): void {
    this.#children.clear();
    this.#drawn.clear();
    this.#parents.clear();
    this.#pending.clear();
    this.#changed.fire(undefined);
  }
}

/** The variants whose standing a line tells of. */
function variantsIn(node: RaceNode): readonly VariantId[] {
  switch (node.type) {
    case 'topic': return idsOf(node.scenarios);
    case 'scenario': return idsOf([node.scenario]);
    case 'variant': return [node.id];
    default: return [];
  }
}
