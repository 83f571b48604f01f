import * as vscode from 'vscode';
import { viewIds } from '../../contributions.ts';
import { PageHost, type PageHostInput } from './page-host.ts';

/** The tab of the measured runs. With it goes the comparison that runs: nobody would see it any more. */
export class RunsPanel implements vscode.Disposable {
  readonly #input: PageHostInput;
  #open: { readonly panel: vscode.WebviewPanel; readonly host: PageHost } | null = null;

  constructor(input: PageHostInput) {
    this.#input = input;
  }

  get host(): PageHost | null {
    return this.#open?.host ?? null;
  }

  /** Shows the tab, opening it when there is none. */
  show(): PageHost {
    if (this.#open === null) return this.fill(vscode.window.createWebviewPanel(viewIds.raceRuns, vscode.l10n.t('Race Lab: Measured Runs'), vscode.ViewColumn.Active));
    this.#open.panel.reveal();
    return this.#open.host;
  }

  /** Puts the page into a tab, new or brought back by the editor. */
  fill(panel: vscode.WebviewPanel): PageHost {
    this.#open?.panel.dispose();
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.#input.extensionUri, 'media', `race-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const host = new PageHost(panel.webview, this.#input);
    this.#open = { panel, host };
    panel.onDidChangeViewState(() => {
      if (!panel.visible) host.hidden();
    });
    panel.onDidDispose(() => {
      host.dispose();
      if (this.#open?.host !== host) return;
      this.#open = null;
      this.#input.comparison.cancel();
    });
    return host;
  }

  dispose(): void {
    this.#open?.host.dispose();
    this.#open = null;
  }
}
