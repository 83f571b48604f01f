import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import type { TextRequest, ToHost, ToPage } from '../../protocol/race.ts';
import { readRaceToHost } from '../../protocol/race-to-host.ts';
import type { Lab, VariantId } from '../../race/lab.ts';
import { ScenarioError, type Place } from '../../race/model/scenario-error.ts';
import { tellFailure } from '../tell.ts';
import { webviewPage } from '../webview-page.ts';
import { Runs } from './runs.ts';
import { isAllowed, notAllowed } from './trust.ts';
import { localizedWords } from './words.ts';

const mostFailures = 20;

/** The same scenarios, measured with real processes. */
export interface Measuring {
  /** Names of the scenarios that can be. @throws RealRunError */
  readonly scenarios: () => Promise<readonly string[]>;
  readonly show: (scenario: string) => void;
}

/** What a page needs beside its webview. */
export interface PageHostInput {
  readonly extensionUri: vscode.Uri;
  readonly lab: Lab;
  readonly openAsText: (request: TextRequest) => Promise<void>;
  readonly openPlace: (place: Place) => Promise<void>;
  readonly measuring: Measuring;
  readonly titled: (title: string | null) => void;
}

/** One page of the race lab: its webview, and what it asks the lab for. */
export class PageHost implements vscode.Disposable {
  /** What went wrong in the page, for tests and the log. */
  readonly failures: string[] = [];
  readonly #webview: vscode.Webview;
  readonly #input: PageHostInput;
  readonly #runs: Runs;
  readonly #owned = new DisposableStore();
  /** By the number of the question; the page numbers anew when it is loaded anew. */
  #explorations = new Map<number, AbortController>();
  #isReady = false;
  #wanted: Omit<Extract<ToPage, { is: 'choose' }>, 'is'> | null = null;

  constructor(webview: vscode.Webview, input: PageHostInput) {
    this.#webview = webview;
    this.#input = input;
    this.#runs = new Runs(input.lab);
    this.#owned.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [vscode.Uri.joinPath(input.extensionUri, 'dist'), vscode.Uri.joinPath(input.extensionUri, 'media')] };
    webview.html = this.#html();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Shows a variant and explores it, or shows a run of it, now or once the page is there. */
  choose(variant: VariantId, schedule?: string): void {
    this.#wanted = schedule === undefined ? { variant } : { variant, schedule };
    if (this.#isReady) this.#sendChoice();
  }

  /** The editor has taken the page away, as it does with what is not seen. It asks again when it comes back. */
  hidden(): void {
    this.#isReady = false;
    this.#stopAll();
  }

  dispose(): void {
    this.#isReady = false;
    this.#stopAll();
    this.#owned.dispose();
  }

  #html(): string {
    const file = (...names: readonly string[]): string => this.#webview.asWebviewUri(vscode.Uri.joinPath(this.#input.extensionUri, ...names)).toString();
    const nonce = randomBytes(18).toString('base64url');
    return webviewPage({ root: 'race', script: file('dist', 'race.js'), style: file('media', 'race', 'race.css'), nonce, language: vscode.env.language, title: vscode.l10n.t('Race Lab') });
  }

  #post(message: ToPage): void {
    this.#webview.postMessage(message).then(undefined, (error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  }

  #receive(value: unknown): void {
    try {
      this.#act(readRaceToHost(value)).catch(tellFailure);
    } catch (error) {
      console.error(`lockscope: the page of the race lab sent what is no message: ${messageOf(error)}`);
    }
  }

  async #act(message: ToHost): Promise<void> {
    switch (message.is) {
      case 'ready': {
        this.#start();
        return this.#sendMeasured();
      }
      case 'catalog': return this.#answer(message.request, message.file, async () => ({ is: 'catalog', file: message.file, scenarios: (await this.#input.lab.catalog(message.file)).scenarios }));
      case 'explore': return this.#explore(message);
      case 'cancel': return this.#explorations.get(message.request)?.abort();
      case 'run': return this.#answer(message.request, message.run.variant.file, async () => ({ is: 'trace', request: message.request, trace: await this.#runs.run(message.run) }));
      case 'source': return this.#sendSource(message.file);
      case 'measure': return this.#input.measuring.show(message.scenario);
      case 'open-place': return this.#input.openPlace(message.place);
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the schedule'), 3000);
        return;
      case 'open-as-text': return this.#input.openAsText(message.text);
      case 'titled': return this.#input.titled(message.title);
      case 'failed': return this.#note(message.message);
    }
  }

  #start(): void {
    this.#stopAll();
    this.#isReady = true;
    this.#post({ is: 'start', words: localizedWords(), language: vscode.env.language });
    this.#sendChoice();
  }

  /** What cannot be measured is shown all the same: nothing of it is told here. */
  async #sendMeasured(): Promise<void> {
    const scenarios = await this.#input.measuring.scenarios().catch((error: unknown) => {
      console.error(`lockscope: ${messageOf(error)}`);
      return [];
    });
    if (this.#isReady) this.#post({ is: 'measured', scenarios });
  }

  #sendChoice(): void {
    if (this.#wanted === null) return;
    // Of a file, what was seen before may be of yesterday.
    this.#runs.forget();
    this.#post({ is: 'choose', ...this.#wanted });
    this.#wanted = null;
  }

  async #explore({ request, variant, method }: Extract<ToHost, { is: 'explore' }>): Promise<void> {
    const stop = new AbortController();
    this.#explorations.set(request, stop);
    // What was run before may be of the scenario as it was.
    if (variant.file !== null) this.#runs.forget();
    const mine = this.#explorations;
    await this.#answer(request, variant.file, async () => ({ is: 'found', request, finding: await this.#input.lab.explore(variant, method, (progress) => this.#post({ is: 'progress', request, progress }), stop.signal) }), stop.signal);
    mine.delete(request);
  }

  /** Sends what comes of a question, or why nothing does. */
  async #answer(request: number, file: string | null, ask: () => Promise<ToPage>, signal?: AbortSignal): Promise<void> {
    if (!isAllowed(file)) return this.#post({ is: 'refused', request, message: notAllowed(), place: null });
    try {
      const answer = await ask();
      if (signal?.aborted !== true) this.#post(answer);
    } catch (error) {
      if (signal?.aborted === true) return;
      this.#post({ is: 'refused', request, message: error instanceof ScenarioError ? withoutPlace(error) : messageOf(error), place: error instanceof ScenarioError ? error.place : null });
    }
  }

  async #sendSource(file: string): Promise<void> {
    const text = await this.#input.lab.source(file).catch((error: unknown) => {
      console.error(`lockscope: ${messageOf(error)}`);
      return null;
    });
    this.#post({ is: 'source', file, text });
  }

  /** A page in trouble may say so with every frame. */
  #note(failure: string): void {
    if (this.failures.length >= mostFailures) return;
    this.failures.push(failure);
    console.error(`lockscope: in the page of the race lab: ${failure}`);
  }

  #stopAll(): void {
    const explorations = [...this.#explorations.values()];
    this.#explorations = new Map();
    for (const exploration of explorations) exploration.abort();
  }
}

/** The page shows the place as a link of its own. */
function withoutPlace({ message, place }: ScenarioError): string {
  return place === null ? message : message.replace(` (${place.file}:${place.line})`, '');
}
