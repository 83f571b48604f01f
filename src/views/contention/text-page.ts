import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { systemClock } from '../../base/clock.ts';
import { inTurns } from '../../contention/export/in-turns.ts';
import { reportParts } from '../../contention/export/markdown.ts';
import { localize } from '../localize.ts';
import { showPage } from '../show-page.ts';
import type { PageSource } from './source.ts';

const scheme = 'lockscope-contention';

/** The text follows what happens no faster than this, ms: who reads it is not to lose the place. */
const followMs = 2000;

/** The text twins of the pages. */
export interface TextPages extends vscode.Disposable {
  show(source: PageSource): Promise<void>;
}

/** Writes the report when it is opened, and anew while it is open and something changes. */
export function registerTextPages(live: PageSource): TextPages {
  const owned = new DisposableStore();
  const changed = owned.add(new vscode.EventEmitter<vscode.Uri>());
  const traces = new Map<string, PageSource>();
  let timer: NodeJS.Timeout | null = null;
  owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ query }) => reportOf(traces.get(query) ?? live),
  }));
  owned.add(live.onDidChange(() => {
    if (timer !== null || !isOpen()) return;
    timer = setTimeout(() => {
      timer = null;
      changed.fire(uriOf(live));
    }, followMs);
  }));
  owned.add(live.onDidGetTrouble(() => changed.fire(uriOf(live))));
  owned.add({ dispose: () => clearTimeout(timer ?? undefined) });
  return {
    show: async (source) => {
      const uri = uriOf(source);
      if (source.source.is === 'trace') traces.set(uri.query, source);
      changed.fire(uri);
      await showPage(uri);
    },
    dispose: () => owned.dispose(),
  };
}

function reportOf(source: PageSource): Promise<string> {
  const notes = source.trouble === null ? [] : [localize(source.trouble)];
  return inTurns(reportParts(source, systemClock.now(), { notes }));
}

function uriOf({ source }: PageSource): vscode.Uri {
  return source.is === 'live' ? vscode.Uri.from({ scheme, path: '/Contention.md' }) : vscode.Uri.from({ scheme, path: `/${source.name}.md`, query: source.path });
}

function isOpen(): boolean {
  return vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === scheme && uri.query === '');
}
