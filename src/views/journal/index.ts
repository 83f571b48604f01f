import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import type { BreakResult } from '../../breaking/break-all.ts';
import type { Journal } from '../../breaking/journal.ts';
import { localize } from '../localize.ts';
import { showPage } from '../show-page.ts';
import { openFolders } from '../workspace.ts';
import { journalPage } from './page.ts';
import { resultsPage } from './results.ts';

const scheme = 'lockscope-journal';
const journalUri = vscode.Uri.from({ scheme, path: '/Journal.md' });
const resultsUri = vscode.Uri.from({ scheme, path: '/Results.md' });

/** The pages that tell what was done. */
export interface JournalPages extends vscode.Disposable {
  /** Opens the journal as it is now. */
  showJournal(): Promise<void>;
  /** Opens what came of several locks. */
  showResults(results: readonly BreakResult[]): Promise<void>;
}

/** Writes the pages when they are opened. The caller owns it. */
export function registerJournal(journal: Pick<Journal, 'entries'>): JournalPages {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let results: readonly BreakResult[] = [];
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) => (path === resultsUri.path ? resultsPage(results, openFolders(), localize) : journalPage(journal.entries(), systemClock.now(), localize)),
  });
  const show = async (uri: vscode.Uri): Promise<void> => {
    changed.fire(uri);
    await showPage(uri);
  };
  return {
    showJournal: () => show(journalUri),
    showResults: (latest) => {
      results = latest;
      return show(resultsUri);
    },
    dispose: () => {
      provider.dispose();
      changed.dispose();
    },
  };
}
