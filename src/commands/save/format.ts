import * as vscode from 'vscode';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { upwards } from '../../base/paths.ts';
import { whileActive } from './active.ts';

/**
 * Formats a document as its settings want it on saving. Only the editor's own command knows which of several
 * formatters is the one to use, and it acts on the active editor.
 */
export async function formatOnSave(document: vscode.TextDocument): Promise<void> {
  const settings = vscode.workspace.getConfiguration('editor', document);
  if (settings.get<unknown>('formatOnSave') !== true) return;
  const mode = settings.get<unknown>('formatOnSaveMode');
  const isWhole = mode === 'file' || (mode === 'modificationsIfAvailable' && !isUnderGit(document.uri.fsPath));
  await whileActive(document, async () => {
    const keepPlace = placeKeeper(document);
    await vscode.commands.executeCommand(isWhole ? 'editor.action.formatDocument' : 'editor.action.formatChanges');
    keepPlace();
  });
}

/** The command shows the cursor, which the user may have scrolled away from. @returns brings the editor back to the lines that it shows now */
function placeKeeper(document: vscode.TextDocument): () => void {
  const editor = vscode.window.activeTextEditor;
  const [shown] = editor?.visibleRanges ?? [];
  if (editor?.document !== document || shown === undefined || shown.contains(editor.selection.active)) return () => undefined;
  return () => editor.revealRange(new vscode.Range(shown.start, shown.start), vscode.TextEditorRevealType.AtTop);
}

function isUnderGit(file: string): boolean {
  return [...upwards(path.dirname(file))].some((folder) => existsSync(path.join(folder, '.git')));
}
