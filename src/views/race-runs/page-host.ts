import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import type { RunsToHost, RunsToPage } from '../../protocol/race-runs.ts';
import { readRunsToHost } from '../../protocol/race-runs-to-host.ts';
import type { ModelVariant } from '../../race/real/catalog.ts';
import type { KeptResults } from '../../race/real/kept-results.ts';
import { RealRunError } from '../../race/real/lab.ts';
import type { RunResult } from '../../race/real/result.ts';
import { webviewPage } from '../webview-page.ts';
import type { Catalogs } from './catalogs.ts';
import type { Comparison } from './comparison.ts';
import { copyRuns, exportRuns } from './exporting.ts';
import { openServerSettings } from './settings.ts';
import { localizedRunsWords } from './words.ts';

const mostFailures = 20;

/** What a page needs beside its webview. */
export interface PageHostInput {
  readonly extensionUri: vscode.Uri;
  readonly catalogs: Catalogs;
  readonly comparison: Comparison;
  readonly kept: KeptResults;
  readonly showModel: (model: ModelVariant, order: readonly number[] | null) => Promise<void>;
}

/** One page of the measured runs: its webview, and what it asks for. */
export class PageHost implements vscode.Disposable {
  /** What went wrong in the page, for tests and the log. */
  readonly failures: string[] = [];
  readonly #webview: vscode.Webview;
  readonly #input: PageHostInput;
  readonly #owned = new DisposableStore();
  #isReady = false;
  /** A scenario of the model whose real run is wanted. */
  #wanted: string | null = null;

  constructor(webview: vscode.Webview, input: PageHostInput) {
    this.#webview = webview;
    this.#input = input;
    this.#owned.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [vscode.Uri.joinPath(input.extensionUri, 'dist'), vscode.Uri.joinPath(input.extensionUri, 'media')] };
    webview.html = this.#html();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Tells the page, when there is one that hears it. */
  post(message: RunsToPage): void {
    if (!this.#isReady) return;
    this.#webview.postMessage(message).then(undefined, (error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  }

  /** Chooses the real run of a scenario of the model, now or once the page is there. */
  choose(modelScenario: string): void {
    this.#wanted = modelScenario;
    if (this.#isReady) this.#told(this.#sendChoice());
  }

  /** What can be measured here may be something else now. */
  catalogChanged(): void {
    if (this.#isReady) this.#told(this.#sendCatalog());
  }

  /** The editor has taken the page away, as it does with what is not seen. It asks again when it comes back. */
  hidden(): void {
    this.#isReady = false;
  }

  dispose(): void {
    this.#isReady = false;
    this.#owned.dispose();
  }

  #html(): string {
    const file = (...names: readonly string[]): string => this.#webview.asWebviewUri(vscode.Uri.joinPath(this.#input.extensionUri, ...names)).toString();
    const nonce = randomBytes(18).toString('base64url');
    return webviewPage({ root: 'race-runs', script: file('dist', 'race-runs.js'), style: file('media', 'race-runs', 'race-runs.css'), nonce, language: vscode.env.language, title: vscode.l10n.t('Measured Runs') });
  }

  #receive(value: unknown): void {
    try {
      this.#told(this.#act(readRunsToHost(value)));
    } catch (error) {
      console.error(`lockscope: the page of the measured runs sent what is no message: ${messageOf(error)}`);
    }
  }

  /** What goes wrong is told on the page. */
  #told(act: Promise<void>): void {
    act.catch((error: unknown) => this.post({ is: 'trouble', message: messageOf(error) }));
  }

  async #act(message: RunsToHost): Promise<void> {
    const { comparison, showModel } = this.#input;
    switch (message.is) {
      case 'ready': return this.#start();
      case 'catalog': return this.#lookAgain();
      case 'measure': return comparison.measure(message.runs);
      case 'cancel': return comparison.cancel();
      case 'load': return this.post({ is: 'results', id: message.id, results: this.#results(message.id) });
      case 'remove': return this.#remove(message.id);
      case 'export': return exportRuns(this.#results(message.id));
      case 'copy': return copyRuns(this.#results(message.id));
      case 'settings': return openServerSettings();
      case 'show-model': return showModel(message.model, message.order);
      case 'failed': return this.#note(message.message);
    }
  }

  async #start(): Promise<void> {
    this.#isReady = true;
    this.post({ is: 'start', words: localizedRunsWords(), language: vscode.env.language });
    this.post({ is: 'comparison', comparison: this.#input.comparison.state });
    this.earlierChanged();
    await this.#sendCatalog();
    await this.#sendChoice();
  }

  /** There are other earlier results now. What keeps them from being listed is told on the page, and keeps nothing else from it. */
  earlierChanged(): void {
    this.#told(this.#sendEarlier());
  }

  async #sendEarlier(): Promise<void> {
    const { kept, skipped } = this.#input.kept.list();
    for (const { id, why } of skipped) console.error(`lockscope: the measured runs ${id} cannot be read: ${why}`);
    this.post({ is: 'earlier', list: kept });
  }

  /** Asks first: what was measured cannot be measured again as it was. */
  async #remove(id: string): Promise<void> {
    const remove = vscode.l10n.t('Remove');
    const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Remove these results?'), { modal: true, detail: vscode.l10n.t('They are deleted from the earlier results and cannot be brought back. Exported files stay.') }, remove);
    if (answer !== remove) return;
    this.#input.kept.remove(id);
    this.#input.comparison.forget(id);
    return this.#sendEarlier();
  }

  async #lookAgain(): Promise<void> {
    this.#input.catalogs.forget();
    await this.#sendCatalog();
  }

  async #sendCatalog(): Promise<void> {
    this.post({ is: 'catalog', catalog: await this.#input.catalogs.get() });
  }

  async #sendChoice(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === null) return;
    const { scenarios } = await this.#input.catalogs.get();
    if (this.#wanted !== wanted || !this.#isReady) return;
    this.#wanted = null;
    const real = scenarios.find(({ name }) => name === wanted) ?? scenarios.find(({ strategies }) => strategies.some(({ model }) => model?.scenario === wanted));
    if (real !== undefined) this.post({ is: 'choose', scenario: real.name });
  }

  /** @throws RealRunError for what is gone; SyntaxError for what cannot be read */
  #results(id: string): readonly RunResult[] {
    const { comparison, kept } = this.#input;
    if (id === comparison.state?.id || id === comparison.state?.kept) return comparison.results;
    const results = kept.load(id);
    if (results === null) throw new RealRunError(vscode.l10n.t('These results are gone.'));
    return results;
  }

  /** A page in trouble may say so with every frame. */
  #note(failure: string): void {
    if (this.failures.length >= mostFailures) return;
    this.failures.push(failure);
    console.error(`lockscope: in the page of the measured runs: ${failure}`);
  }
}
