import * as vscode from 'vscode';
import { whileActive } from './active.ts';
import { difference } from './tidy.ts';

/** What became of a document whose text stands in its file by now. */
export type Cleaned =
  /** The editor shows it as saved. */
  | 'clean'
  /** It was edited meanwhile: it has unsaved changes. */
  | 'edited'
  /** The editor could not be told; it goes on showing it as changed. */
  | 'shown-dirty';

/** How often it is tried to bring a document to the front: a user may go from one to the next meanwhile. */
const mostTries = 3;

/**
 * Makes the editor see that a document's text stands in its file. It has only one way for that: reading the
 * active editor's file anew, which keeps cursor, undo stack and folding where the text is the same, and leaves
 * a document alone that is typed in meanwhile.
 * @param version of the document whose text was saved
 */
export async function makeClean(document: vscode.TextDocument, version: number): Promise<Cleaned> {
  for (let tries = 0; ; tries++) {
    if (document.version !== version) return 'edited';
    if (!document.isDirty) return 'clean';
    if (tries === mostTries) return 'shown-dirty';
    await whileActive(document, async () => {
      if (document.version === version) await readAnew(document);
    });
  }
}

/** The editor's command for it acts on whatever is in front when it comes to it: what that has unsaved is put back. */
async function readAnew(saved: vscode.TextDocument): Promise<void> {
  const unsaved = new Map<vscode.TextDocument, string>();
  for (const other of vscode.workspace.textDocuments) if (other.isDirty && other !== saved) unsaved.set(other, other.getText());
  const subscription = vscode.workspace.onDidSaveTextDocument((document) => unsaved.delete(document));
  try {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  } finally {
    subscription.dispose();
  }
  for (const [document, text] of unsaved) if (!document.isDirty && document.getText() !== text) await restore(document, text);
}

async function restore(document: vscode.TextDocument, wanted: string): Promise<void> {
  const { from, to, text } = difference(document.getText(), wanted);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  await vscode.workspace.applyEdit(edit);
}
