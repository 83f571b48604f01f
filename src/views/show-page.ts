import * as vscode from 'vscode';

/** Opens a page that is written in Markdown, to be read. */
export async function showPage(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    // The editor's own Markdown extension may be disabled; the page reads well as text, too.
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}
