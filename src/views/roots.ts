import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { contextKeys, viewIds, type Phase } from '../contributions.ts';
import type { Inventory } from '../watch/inventory.ts';
import { ContextKey } from './context-key.ts';
import { openFolders, phaseOfNothing } from './workspace.ts';

/** Keeps the inventory on the workspace's folders, and the view's welcome text true meanwhile. */
export class Roots implements vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #phase = new ContextKey<Phase>(contextKeys.phase);
  readonly #subscription: vscode.Disposable;
  #wanted = 0;
  #running = false;
  #disposed = false;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => this.follow());
  }

  /** Looks at the folders that are open now. While one change is under way the last that comes waits, others are skipped. */
  follow(): void {
    this.#wanted++;
    this.#phase.value = phaseOfNothing() ?? 'scanning';
    if (!this.#running) this.#run().catch((error: unknown) => console.error('lockscope:', error));
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
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
    const roots = openFolders().map((folder) => folder.path);
    try {
      await vscode.window.withProgress({ location: { viewId: viewIds.locks } }, () => this.#inventory.setRoots(roots));
    } catch (error) {
      // The inventory starts its thread anew by itself, and says so as a trouble when it cannot.
      if (!this.#disposed) console.error(`lockscope: the folders could not be looked at: ${messageOf(error)}`);
    }
  }
}
