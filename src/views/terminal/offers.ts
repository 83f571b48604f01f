import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import { commandIds } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { localize } from '../localize.ts';
import { dontTellAgain, isWanted } from '../notifications/settings.ts';
import type { Turn } from '../notifications/turn.ts';
import { describeBlocked } from '../notifications/wording.ts';
import { tell, type Action } from '../tell.ts';
import { describeLock, nameInWorkspace } from '../wording.ts';
import { openFolders } from '../workspace.ts';
import { lockOf } from './find-lock.ts';
import { findLockError, type LockError } from './lock-errors.ts';
import { Tail } from './tail.ts';

/** How much of the end of a command's output is looked at, in UTF-16 units. */
const tailLength = 16 * 1024;

/** A command that has written nothing for this long may be waiting, ms. */
const quietMs = 2000;

/** Offers help where a command in a terminal with shell integration fails for a lock or waits for one. The caller owns it. */
export function registerTerminalOffers(inventory: Inventory, turn: Turn): vscode.Disposable {
  const runs = new Map<vscode.TerminalShellExecution, Run>();
  const offer = (output: string, cwd: string | null, ended: boolean): void => {
    offerFor(output, cwd, ended, inventory, turn).catch(report);
  };
  const started = vscode.window.onDidStartTerminalShellExecution(({ execution, shellIntegration }) => {
    if (isWanted('blocked')) runs.set(execution, new Run(execution, pathOf(execution.cwd ?? shellIntegration.cwd), offer));
  });
  const ended = vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
    runs.get(execution)?.end(exitCode !== 0).catch(report);
    runs.delete(execution);
  });
  return vscode.Disposable.from(started, ended, { dispose: () => runs.forEach((run) => run.dispose()) });
}

/** One command while it runs. */
class Run implements vscode.Disposable {
  readonly #tail = new Tail(tailLength);
  readonly #cwd: string | null;
  readonly #offer: (output: string, cwd: string | null, ended: boolean) => void;
  readonly #read: Promise<void>;
  #quiet: NodeJS.Timeout | undefined;

  constructor(execution: vscode.TerminalShellExecution, cwd: string | null, offer: (output: string, cwd: string | null, ended: boolean) => void) {
    this.#cwd = cwd;
    this.#offer = offer;
    this.#read = this.#readAll(execution);
  }

  /** To be called when the command has ended. */
  async end(failed: boolean): Promise<void> {
    await this.#read;
    this.dispose();
    if (failed) this.#offer(this.#tail.text, this.#cwd, true);
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.#quiet = undefined;
  }

  async #readAll(execution: vscode.TerminalShellExecution): Promise<void> {
    for await (const data of execution.read()) {
      this.#tail.add(data);
      if (this.#quiet === undefined) this.#quiet = setTimeout(() => this.#offer(this.#tail.text, this.#cwd, false), quietMs);
      else this.#quiet.refresh();
    }
  }
}

async function offerFor(output: string, cwd: string | null, ended: boolean, inventory: Inventory, turn: Turn): Promise<void> {
  const error = findLockError(output, cwd);
  // What a command says while it runs counts only as far as it waits.
  if (error === null || (!ended && !error.waits)) return;
  const lock = await standingLock(error, inventory);
  if (lock === null || (await turn.claim('blocked', [lock])).length === 0) return;
  const name = nameInWorkspace(lock.resource, openFolders());
  const is = localize(describeLock(lock, systemClock.now()));
  const run = (id: string) => async (): Promise<void> => vscode.commands.executeCommand(id, lock.path);
  const explain: Action = { title: vscode.l10n.t('Explain Lock'), run: run(commandIds.explainLock) };
  const wait: Action = { title: vscode.l10n.t('Notify When Released'), run: run(commandIds.notifyWhenReleased) };
  const breakIt: Action = { title: vscode.l10n.t('Break Lock...'), run: run(commandIds.breakLock) };
  tell('warning', localize(describeBlocked(error.tool, !ended, name, is)), explain, lock.verdict.state === 'held' ? wait : breakIt, dontTellAgain('blocked'));
}

/** The lock that a program speaks of, if it still stands; one outside of the open folders, too. */
async function standingLock(error: LockError, inventory: Inventory): Promise<Lock | null> {
  const known = lockOf(error, inventory.locks);
  if (known !== null || error.place === null) return known;
  const lock = await inventory.inspect(error.place);
  return lock === null || lock.verdict.state === 'idle' ? null : lock;
}

function pathOf(uri: vscode.Uri | undefined): string | null {
  return uri?.scheme === 'file' ? uri.fsPath : null;
}

/** What goes wrong here concerns nobody: the user did not ask for it. */
function report(error: unknown): void {
  console.error(`lockscope: a terminal's output could not be looked at: ${messageOf(error)}`);
}
