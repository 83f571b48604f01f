import * as vscode from 'vscode';
import { viewIds } from '../../contributions.ts';
import { PageHost, type PageHostInput } from './page-host.ts';

/** The tab of the race lab: one, which shows what was asked for last. */
export class LabPanel implements vscode.Disposable {
  readonly #input: Omit<PageHostInput, 'titled'>;
  #open: { readonly panel: vscode.WebviewPanel; readonly host: PageHost } | null = null;

  constructor(input: Omit<PageHostInput, 'titled'>) {
    this.#input = input;
  }

  get host(): PageHost | null {
    return this.#open?.host ?? null;
  }

  /** Shows the tab, opening it when there is none. */
  show(): PageHost {
    if (this.#open === null) return this.fill(vscode.window.createWebviewPanel(viewIds.raceLab, titleOf(null), vscode.ViewColumn.Active));
    this.#open.panel.reveal();
    return this.#open.host;
  }

  /** Puts the page into a tab, new or brought back by the editor. */
  fill(panel: vscode.WebviewPanel): PageHost {
    this.#open?.panel.dispose();
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.#input.extensionUri, 'media', `race-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const host = new PageHost(panel.webview, {
      ...this.#input,
      titled: (title) => {
        panel.title = titleOf(title);
      },
    });
    this.#open = { panel, host };
    panel.onDidChangeViewState(() => {
      if (!panel.visible) host.hidden();
    });
    panel.onDidDispose(() => {
      host.dispose();
      if (this.#open?.host === host) this.#open = null;
    });
    return host;
  }

  dispose(): void {
    this.#open?.host.dispose();
    this.#open = null;
  }
}

function titleOf(scenario: string | null): string {
  return scenario === null ? vscode.l10n.t('Race Lab') : vscode.l10n.t('Race Lab: {0}', scenario);
}
