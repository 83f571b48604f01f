import * as vscode from 'vscode';
import { emptyQuarantine } from '../breaking/empty-quarantine.ts';
import { recoverAll, type Recovered } from '../breaking/recovery.ts';
import { messageOf } from '../base/errors.ts';
import { commandIds } from '../contributions.ts';
import { localize } from '../views/localize.ts';
import { tell, tellFailure, type Action } from '../views/tell.ts';
import { inWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import type { CommandContext } from './context.ts';
import { describeRecovered } from './recovered-words.ts';

/** More sentences than this are counted. */
const mostSentences = 3;

/** How long after the start quarantine is emptied, ms: a start has better things to do. */
const emptyAfterMs = 15_000;

/** Puts in order what a crash has cut short, and then what has been kept for too long, once the workspace is trusted. */
export class Recovery implements vscode.Disposable {
  readonly #context: Pick<CommandContext, 'services' | 'undo'>;
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #told: string | null = null;

  constructor(context: Pick<CommandContext, 'services' | 'undo'>) {
    this.#context = context;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.start()),
      // A terminal may have been killed while this window was not looked at.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && vscode.workspace.isTrusted) this.recover().catch((error: unknown) => this.#tellOnce(error));
      }),
    );
  }

  /** Begins, and returns at once. In an untrusted workspace nothing is done until it is trusted. */
  start(): void {
    if (!vscode.workspace.isTrusted) return;
    this.recover().catch((error: unknown) => this.#tellOnce(error));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#empty(), emptyAfterMs);
  }

  /** Completes or reverts what was cut short and tells what that came to. @throws BreakError */
  async recover(): Promise<void> {
    const recovered = await recoverAll(this.#context.services);
    if (recovered.length === 0) return;
    this.#context.undo.update();
    tellRecovered(recovered);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  /** What cannot be mended fails again at every focus. */
  #tellOnce(error: unknown): void {
    if (this.#told === messageOf(error)) return;
    this.#told = messageOf(error);
    tellFailure(error);
  }

  #empty(): void {
    // Nobody has asked for it, and the next start tries again.
    emptyQuarantine(this.#context.services).catch((error: unknown) => console.error(`lockscope: quarantine could not be emptied: ${messageOf(error)}`));
  }
}

function tellRecovered(recovered: readonly Recovered[]): void {
  const folders = openFolders();
  const sentences = recovered.slice(0, mostSentences).map((one) => localize(inWorkspace(describeRecovered(one), folders)));
  const rest = recovered.length - sentences.length;
  const showJournal: Action = { title: vscode.l10n.t('Show Journal'), run: async () => vscode.commands.executeCommand(commandIds.showJournal) };
  const level = recovered.some(({ is }) => is === 'kept-apart') ? 'warning' : 'info';
  tell(level, [...sentences, ...(rest > 0 ? [vscode.l10n.t('And {0} more.', rest)] : [])].join(' '), showJournal);
}
