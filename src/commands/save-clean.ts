import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { makeActive } from './save-active.ts';
import { difference } from './save-tidy.ts';

/** What became of a document whose text stands in its file by now. */
export type Cleaned =
  /** The editor shows it as saved. */
  | 'clean'
  /** It was edited meanwhile: it has unsaved changes. */
  | 'edited'
  /** The editor could not be told; it goes on showing it as changed. */
  | 'shown-dirty';

/**
 * Makes the editor see that a document's text stands in its file. It has only one way for that: reading the
 * active editor's file anew, which keeps cursor, undo stack and folding where the text is the same. What is
 * typed in that moment, and what another editor that comes to the front in that moment has unsaved, is put back.
 * @param version of the document whose text was saved
 */
export async function makeClean(document: vscode.TextDocument, version: number): Promise<Cleaned> {
  if (document.version !== version) return 'edited';
  if (!document.isDirty) return 'clean';
  if (!(await makeActive(document))) return 'shown-dirty';
  if (document.version !== version) return 'edited';
  const guard = new Guard(document);
  try {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  } finally {
    guard.dispose();
  }
  await guard.putBack();
  if (document.version !== version && document.isDirty) return 'edited';
  return document.isDirty ? 'shown-dirty' : 'clean';
}

/** Keeps what reading anew would throw away. */
class Guard implements vscode.Disposable {
  readonly #unsaved = new Map<vscode.TextDocument, string>();
  readonly #owned = new DisposableStore();

  constructor(saved: vscode.TextDocument) {
    const savedText = saved.getText();
    for (const other of vscode.workspace.textDocuments) if (other.isDirty && other !== saved) this.#unsaved.set(other, other.getText());
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      // While it is read anew, the editor takes the saved one for clean whatever is typed.
      const text = document.getText();
      if (document === saved ? text !== savedText : document.isDirty) this.#unsaved.set(document, text);
    }));
    this.#owned.add(vscode.workspace.onDidSaveTextDocument((document) => this.#unsaved.delete(document)));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async putBack(): Promise<void> {
    for (const [document, text] of this.#unsaved) if (!document.isDirty && document.getText() !== text) await restore(document, text);
  }
}

async function restore(document: vscode.TextDocument, wanted: string): Promise<void> {
  const { from, to, text } = difference(document.getText(), wanted);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  await vscode.workspace.applyEdit(edit);
}
