import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import { csvParts } from '../contention/export/csv.ts';
import { bytesInTurns } from '../contention/export/in-turns.ts';
import { reportParts } from '../contention/export/markdown.ts';
import { traceParts } from '../contention/export/trace-event.ts';
import type { History } from '../contention/history.ts';
import type { ContentionViews } from '../views/contention/index.ts';
import { replaceExported } from '../views/replace-exported.ts';
import { tell } from '../views/tell.ts';
import { openFolders } from '../views/workspace.ts';
import { pathIn } from './path-in.ts';

type Exported = Pick<History, 'spans' | 'locks'>;

type Writer = (exported: Exported, now: number) => Iterable<string>;

const writers: Readonly<Record<string, Writer>> = { '.csv': csvParts, '.md': reportParts };

/**
 * Writes the history to a file in the form that its ending says; a trace for any other.
 * @param argument path or URI of the file; without, the user is asked
 * @returns the file; undefined when there is nothing to export or the user chose none
 */
export async function exportTraceCommand(argument: unknown, history: History): Promise<vscode.Uri | undefined> {
  if (history.spans.length === 0) {
    tell('info', vscode.l10n.t('No lock was held or waited for while this window was open, so there is nothing to export.'));
    return undefined;
  }
  const named = pathIn(argument);
  const uri = named === null ? await vscode.window.showSaveDialog({ ...proposal(), title: vscode.l10n.t('Export Trace'), filters: exportFilters() }) : vscode.Uri.file(named);
  if (uri === undefined) return undefined;
  const write: Writer = writers[path.extname(uri.fsPath).toLowerCase()] ?? traceParts;
  const { spans, locks } = history;
  await replaceExported(uri, await bytesInTurns(write({ spans, locks }, systemClock.now())));
  return uri;
}

/** Opens an exported trace in a tab. @param argument its path or URI; without, the user is asked */
export async function openTraceCommand(argument: unknown, contention: Pick<ContentionViews, 'showTrace'>): Promise<void> {
  const file = pathIn(argument) ?? (await chosenTrace());
  if (file !== null) await contention.showTrace(file);
}

async function chosenTrace(): Promise<string | null> {
  const [uri] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('Open Exported Trace'), filters: { [vscode.l10n.t('Trace')]: ['json'] } })) ?? [];
  return uri?.fsPath ?? null;
}

function exportFilters(): Record<string, string[]> {
  return { [vscode.l10n.t('Trace Event (Perfetto)')]: ['json'], [vscode.l10n.t('CSV')]: ['csv'], [vscode.l10n.t('Markdown Report')]: ['md'] };
}

function proposal(): Pick<vscode.SaveDialogOptions, 'defaultUri'> {
  const [folder] = openFolders();
  return folder === undefined ? {} : { defaultUri: vscode.Uri.file(path.join(folder.path, 'lockscope-trace.json')) };
}
