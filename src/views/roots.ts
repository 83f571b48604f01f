import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { messageOf } from '../base/errors.ts';
import { contextKeys, viewIds, type Phase } from '../contributions.ts';
import type { Inventory } from '../watch/inventory.ts';
import { ContextKey } from './context-key.ts';
import { customKinds, onDidChangeCustomKinds, tellKindProblems } from './custom-kinds.ts';
import { openFolders, phaseOfNothing } from './workspace.ts';
import type { ExtraFolders } from './workspace-locks.ts';

/** What looks at folders. */
interface Rooted {
  setRoots(roots: readonly string[]): void;
}

/** Keeps the inventory on the workspace's folders and those that are looked at for a while, and the view's welcome text true meanwhile. */
export class Roots implements vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #contention: Rooted;
  readonly #extra: ExtraFolders;
  /** How often each extra folder is wanted at present. */
  readonly #also = new Map<string, number>();
  readonly #phase = new ContextKey<Phase>(contextKeys.phase);
  readonly #owned = new DisposableStore();
  /** The user's own kinds that are looked for, as JSON. */
  #kinds = '[]';
  #wanted = 0;
  /** Whether the user is to see that folders are looked at. */
  #isShown = false;
  #running = false;
  #disposed = false;

  /** @param extra is told of the folders that are looked at for a while */
  constructor(inventory: Inventory, contention: Rooted, extra: ExtraFolders) {
    this.#inventory = inventory;
    this.#contention = contention;
    this.#extra = extra;
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.follow()));
    this.#owned.add(onDidChangeCustomKinds(() => this.follow()));
  }

  /** Looks at the folders that are open now. While one change is under way the last that comes waits, others are skipped. */
  follow(): void {
    this.#phase.value = phaseOfNothing() ?? 'scanning';
    this.#isShown = true;
    this.#again();
  }

  /**
   * Looks at a folder outside of the workspace as well, until the answer is disposed: its locks are shown like any
   * other, but neither told of nor broken without being asked for.
   * @param folder absolute
   */
  also(folder: string): Disposable {
    this.#extra.add(folder);
    this.#want(folder, 1);
    let isWanted = true;
    return {
      dispose: () => {
        if (isWanted) this.#want(folder, -1);
        isWanted = false;
      },
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#owned.dispose();
  }

  #want(folder: string, by: number): void {
    const times = (this.#also.get(folder) ?? 0) + by;
    if (times > 0) this.#also.set(folder, times);
    else this.#also.delete(folder);
    this.#again();
  }

  #again(): void {
    this.#wanted++;
    if (!this.#running && !this.#disposed) this.#run().catch((error: unknown) => console.error('lockscope:', error));
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
    const isShown = this.#isShown;
    this.#isShown = false;
    try {
      await (isShown ? vscode.window.withProgress({ location: { viewId: viewIds.locks } }, () => this.#look()) : this.#look());
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
    const folders = [...openFolders().map((folder) => folder.path), ...this.#also.keys()];
    this.#contention.setRoots(folders);
    await this.#inventory.setRoots(folders);
  }
}
