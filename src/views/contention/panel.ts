import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { viewIds } from '../../contributions.ts';
import { PageHost, type PageHostInput } from './page-host.ts';
import type { PageSource } from './source.ts';

/** The pages that are open, in tabs and in the panel. */
export class Pages implements vscode.Disposable {
  readonly #open = new Map<PageHost, vscode.WebviewPanel | null>();
  readonly #input: Omit<PageHostInput, 'source'>;
  readonly #owned = new DisposableStore();

  constructor(input: Omit<PageHostInput, 'source'>) {
    this.#input = input;
  }

  get all(): readonly PageHost[] {
    return [...this.#open.keys()];
  }

  /** Shows the tab of a source, opening it when there is none. */
  showTab(source: PageSource): PageHost {
    for (const [host, panel] of this.#open) {
      if (panel === null || host.source !== source) continue;
      panel.reveal();
      return host;
    }
    const type = source.source.is === 'live' ? viewIds.contention : viewIds.trace;
    return this.fillTab(vscode.window.createWebviewPanel(type, titleOf(source), vscode.ViewColumn.Active), source);
  }

  /** Puts a source's page into a tab, new or brought back by the editor. */
  fillTab(panel: vscode.WebviewPanel, source: PageSource): PageHost {
    panel.title = titleOf(source);
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.#input.extensionUri, 'media', `contention-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const host = new PageHost(panel.webview, { ...this.#input, source });
    this.#keep(host, panel);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) host.hidden();
    });
    panel.onDidDispose(() => this.#close(host));
    return host;
  }

  /** Puts a source's page into a view of the panel. */
  fillView(view: vscode.WebviewView, source: PageSource): PageHost {
    const host = new PageHost(view.webview, { ...this.#input, source });
    this.#keep(host, null);
    view.onDidChangeVisibility(() => {
      if (!view.visible) host.hidden();
    });
    view.onDidDispose(() => this.#close(host));
    return host;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#open.clear();
  }

  #keep(host: PageHost, panel: vscode.WebviewPanel | null): void {
    this.#open.set(this.#owned.add(host), panel);
  }

  #close(host: PageHost): void {
    this.#open.delete(host);
    host.dispose();
  }
}

function titleOf({ source }: PageSource): string {
  return source.is === 'live' ? vscode.l10n.t('Contention') : vscode.l10n.t('Trace: {0}', source.name);
}
