import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import { plain } from '../../base/text.ts';
import type { Troubles } from '../../contention/contention-watch.ts';
import type { History } from '../../contention/history.ts';
import { viewIds } from '../../contributions.ts';
import { tellFailure } from '../tell.ts';
import { openTraceFile } from './open-trace.ts';
import { Pages } from './panel.ts';
import type { PageHost } from './page-host.ts';
import { liveSource } from './source.ts';
import { registerTextPages } from './text-page.ts';

/** The views of the contention, for commands and tests. */
export interface ContentionViews extends vscode.Disposable {
  /** Opens the tab of this window's history. @param lock path of the lock to choose */
  show(lock?: string): void;
  /** Opens a tab with an exported trace. @throws when it cannot be read or is none */
  showTrace(file: string): Promise<void>;
  showAsText(): Promise<void>;
  /** The pages that are open. */
  readonly pages: readonly Pick<PageHost, 'source' | 'isReady' | 'failures'>[];
}

export interface ContentionInput {
  readonly history: History;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri'>;
  /** What of it is not seen any more. */
  readonly troubles?: Troubles;
  /** Told whether anybody looks at the live history. */
  readonly setWatched?: (isWatched: boolean) => void;
}

/** Registers the panel's view, the tabs, and the text twin. The caller owns them; commands: see registerContentionCommands. */
export function registerContention({ history, context, troubles, setWatched }: ContentionInput): ContentionViews {
  const owned = new DisposableStore();
  const live = liveSource(history, troubles);
  owned.add(live.onDidGetTrouble((trouble) => console.error(`lockscope: ${plain(trouble)}`)));
  const texts = owned.add(registerTextPages(live));
  const pages: Pages = owned.add(new Pages({ extensionUri: context.extensionUri, openAsText: (source) => texts.show(source), onDidChangeReady: () => setWatched?.(pages.all.some(({ isReady, source }) => isReady && source === live)) }));
  owned.add(vscode.window.registerWebviewViewProvider(viewIds.contention, { resolveWebviewView: (view) => void pages.fillView(view, live) }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewIds.contention, { deserializeWebviewPanel: async (panel) => void pages.fillTab(panel, live) }));
  owned.add(vscode.window.registerWebviewPanelSerializer(viewIds.trace, { deserializeWebviewPanel: (panel, state) => bringBack(panel, state, pages) }));
  return {
    show: (lock) => {
      const page = pages.showTab(live);
      if (lock !== undefined) page.select(lock);
    },
    showTrace: async (file) => void pages.showTab(await openTraceFile(file)),
    showAsText: () => texts.show(live),
    get pages() {
      return pages.all;
    },
    dispose: () => owned.dispose(),
  };
}

/** The tab of a trace after a reload: read anew, as long as its file is there. */
async function bringBack(panel: vscode.WebviewPanel, state: unknown, pages: Pages): Promise<void> {
  const file = typeof state === 'object' && state !== null && 'trace' in state ? state.trace : null;
  if (typeof file !== 'string' || !path.isAbsolute(file)) {
    panel.dispose();
    return;
  }
  try {
    pages.fillTab(panel, await openTraceFile(file));
  } catch (error) {
    panel.dispose();
    tellFailure(new Error(vscode.l10n.t('The trace {0} cannot be shown any more: {1}', path.basename(file), messageOf(error))));
  }
}
