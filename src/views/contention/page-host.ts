import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import { commandIds } from '../../contributions.ts';
import type { ToHost, ToPage } from '../../protocol/contention.ts';
import { readToHost } from '../../protocol/read-to-host.ts';
import { localize } from '../localize.ts';
import { oneLine } from '../safe-text.ts';
import { tellFailure } from '../tell.ts';
import { openFolders } from '../workspace.ts';
import { deadlockNotices } from './deadlock-notices.ts';
import { Feed } from './feed.ts';
import { webviewPage } from '../webview-page.ts';
import type { PageSource } from './source.ts';
import { localizedWords } from './words.ts';

const mostFailures = 20;

/** What a page needs beside its webview. */
export interface PageHostInput {
  readonly extensionUri: vscode.Uri;
  readonly source: PageSource;
  readonly openAsText: (source: PageSource) => Promise<void>;
  /** Called when the page comes and when it goes. */
  readonly onDidChangeReady: () => void;
}

/** One page: its webview, what it is sent, and what it asks for. */
export class PageHost implements vscode.Disposable {
  readonly source: PageSource;
  /** What went wrong in the page, for tests and the log. */
  readonly failures: string[] = [];
  readonly #webview: vscode.Webview;
  readonly #input: PageHostInput;
  readonly #feed: Feed;
  readonly #owned = new DisposableStore();
  #isReadyNow = false;
  #selected: string | null = null;

  constructor(webview: vscode.Webview, input: PageHostInput) {
    this.#webview = webview;
    this.#input = input;
    this.source = input.source;
    const post = (message: ToPage): void => this.#post(message);
    const { source } = input;
    this.#feed = this.#owned.add(new Feed({ source, post, deadlocks: (open) => deadlockNotices(open, source), localize: (sentence) => oneLine(localize(sentence)), words: localizedWords(), language: vscode.env.language, folders: openFolders, clock: systemClock }));
    this.#owned.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [vscode.Uri.joinPath(input.extensionUri, 'dist'), vscode.Uri.joinPath(input.extensionUri, 'media')] };
    webview.html = this.#html();
  }

  /** Whether the page has said that it is there since it was shown last. */
  get isReady(): boolean {
    return this.#isReadyNow;
  }

  set #isReady(isReady: boolean) {
    if (isReady === this.#isReadyNow) return;
    this.#isReadyNow = isReady;
    this.#input.onDidChangeReady();
  }

  /** Chooses a lock's row, now or once the page is there. */
  select(lock: string): void {
    this.#selected = lock;
    if (this.isReady) this.#sendSelection();
  }

  /** The editor has taken the page away, as it does with what is not seen. */
  hidden(): void {
    this.#isReady = false;
    this.#feed.stop();
  }

  dispose(): void {
    this.#isReady = false;
    this.#owned.dispose();
  }

  #html(): string {
    const file = (...names: readonly string[]): string => this.#webview.asWebviewUri(vscode.Uri.joinPath(this.#input.extensionUri, ...names)).toString();
    const nonce = randomBytes(18).toString('base64url');
    return webviewPage({ root: 'contention', script: file('dist', 'contention.js'), style: file('media', 'contention', 'contention.css'), nonce, language: vscode.env.language, title: vscode.l10n.t('Contention') });
  }

  #post(message: ToPage): void {
    this.#webview.postMessage(message).then(undefined, (error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  }

  #receive(value: unknown): void {
    try {
      this.#act(readToHost(value)).catch(tellFailure);
    } catch (error) {
      console.error(`lockscope: the page of the contention sent what is no message: ${messageOf(error)}`);
    }
  }

  async #act(message: ToHost): Promise<void> {
    switch (message.is) {
      case 'ready':
        this.#isReady = true;
        await this.#feed.start();
        if (this.isReady) this.#sendSelection();
        return;
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'open-as-text':
        return this.#input.openAsText(this.source);
      case 'failed':
        return this.#note(message.message);
      case 'explain':
      case 'show-holder':
        return this.#run(message);
    }
  }

  /** A page in trouble may say so with every frame. */
  #note(failure: string): void {
    if (this.failures.length >= mostFailures) return;
    this.failures.push(failure);
    console.error(`lockscope: in the page of the contention: ${failure}`);
  }

  /** What concerns the machine is done for what is of this machine, and for a lock that was shown. */
  async #run(message: Extract<ToHost, { is: 'explain' | 'show-holder' }>): Promise<void> {
    if (this.source.source.is !== 'live') return;
    if (this.source.lock(message.lock) !== undefined) await vscode.commands.executeCommand(message.is === 'explain' ? commandIds.explainLock : commandIds.showHolder, message.lock);
  }

  #sendSelection(): void {
    if (this.#selected === null) return;
    this.#post({ is: 'select', lock: this.#selected });
    this.#selected = null;
  }
}
