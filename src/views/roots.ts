import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { messageOf } from '../base/errors.ts';
import { contextKeys, viewIds, type Phase } from '../contributions.ts';
import type { Inventory } from '../watch/inventory.ts';
import { ContextKey } from './context-key.ts';
import { customKinds, onDidChangeCustomKinds, tellKindProblems } from './custom-kinds.ts';
import { openFolders, phaseOfNothing } from './workspace.ts';

/** What looks at folders. */
interface Rooted {
  setRoots(roots: readonly string[]): void;
}

/** Keeps the inventory on the workspace's folders, and the view's welcome text true meanwhile. */
export class Roots implements vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #contention: Rooted;
  readonly #phase = new ContextKey<Phase>(contextKeys.phase);
  readonly #owned = new DisposableStore();
  /** The user's own kinds that are looked for, as JSON. */
  #kinds = '[]';
  #wanted = 0;
  #running = false;
  #disposed = false;

  constructor(inventory: Inventory, contention: Rooted) {
    this.#inventory = inventory;
    this.#contention = contention;
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.follow()));
    this.#owned.add(onDidChangeCustomKinds(() => this.follow()));
  }

  /** Looks at the folders that are open now. While one change is under way the last that comes waits, others are skipped. */
  follow(): void {
    this.#wanted++;
    this.#phase.value = phaseOfNothing() ?? 'scanning';
    if (!this.#running) this.#run().catch((error: unknown) => console.error('lockscope:', error));
  }

  dispose(): void {
    this.#disposed = true;
    this.#owned.dispose();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let done = -1; done !== this.#wanted && !this.#disposed; ) {
      done = this.#wanted;
      await this.#apply();
    }
    this.#running = false;
    if (!this.#disposed) this.#phase.value = phaseOfNothing() ?? 'ready';
  }

  async #apply(): Promise<void> {
    try {
      await vscode.window.withProgress({ location: { viewId: viewIds.locks } }, () => this.#look());
    } catch (error) {
      // The inventory starts its thread anew by itself, and says so as a trouble when it cannot.
      if (!this.#disposed) console.error(`lockscope: the folders could not be looked at: ${messageOf(error)}`);
    }
  }

  async #look(): Promise<void> {
    const definitions = customKinds();
    const kinds = JSON.stringify(definitions);
    if (kinds !== this.#kinds) {
      this.#kinds = kinds;
      tellKindProblems(definitions);
      await this.#inventory.setCustomKinds(definitions);
    }
    const folders = openFolders().map((folder) => folder.path);
    this.#contention.setRoots(folders);
    await this.#inventory.setRoots(folders);
  }
}
