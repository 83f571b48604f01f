import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import type { Journal } from '../breaking/journal.ts';
import type { JournalEntry } from '../breaking/journal-entry.ts';
import { contextKeys } from '../contributions.ts';
import { ContextKey } from '../views/context-key.ts';
import { openFolders } from '../views/workspace.ts';

/** What there is to undo in this workspace, and the context key that says so. */
export class UndoState implements vscode.Disposable {
  readonly #journal: Journal;
  readonly #canUndo = new ContextKey<boolean>(contextKeys.canUndo);
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#subscriptions = [
      // The journal is shared with other windows and terminals, which are used while this window is not.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.update();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.update()),
    ];
  }

  /** The newest break in the open folders that has not been undone. @throws BreakError */
  last(): JournalEntry | null {
    return this.#journal.lastUndoable(openFolders().map((folder) => folder.path));
  }

  /** Reads the journal anew. */
  update(): void {
    try {
      this.#canUndo.value = this.last() !== null;
    } catch (error) {
      // The command tells the user when it is used; the button stays as it is until then.
      console.error(`lockscope: ${messageOf(error)}`);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
