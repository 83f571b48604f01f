import path from 'node:path';
import * as vscode from 'vscode';
import { csvOfRuns, jsonOfRuns, markdownOfRuns } from '../../race/real/export/index.ts';
import type { RunResult } from '../../race/real/result.ts';
import { replaceExported } from '../replace-exported.ts';
import { openFolders } from '../workspace.ts';

const writers: Readonly<Record<string, (results: readonly RunResult[]) => string>> = { '.csv': csvOfRuns, '.json': jsonOfRuns, '.md': markdownOfRuns };

/** Writes results to a file that the user chooses, in the form that its ending says; as Markdown for any other. */
export async function exportRuns(results: readonly RunResult[]): Promise<void> {
  const uri = await vscode.window.showSaveDialog({ ...proposal(), title: vscode.l10n.t('Export Measured Runs'), filters: { [vscode.l10n.t('Markdown Report')]: ['md'], [vscode.l10n.t('CSV')]: ['csv'], [vscode.l10n.t('JSON')]: ['json'] } });
  if (uri === undefined) return;
  const write = writers[path.extname(uri.fsPath).toLowerCase()] ?? markdownOfRuns;
  await replaceExported(uri, Buffer.from(write(results)));
}

/** Puts results on the clipboard, as a report. */
export async function copyRuns(results: readonly RunResult[]): Promise<void> {
  await vscode.env.clipboard.writeText(markdownOfRuns(results));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the results'), 3000);
}

function proposal(): Pick<vscode.SaveDialogOptions, 'defaultUri'> {
  const [folder] = openFolders();
  return folder === undefined ? {} : { defaultUri: vscode.Uri.file(path.join(folder.path, 'lockscope-runs.md')) };
}
