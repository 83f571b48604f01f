import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import { commandIds } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { localize } from '../localize.ts';
import { dontTellAgain, isWanted } from '../notifications/settings.ts';
import type { Turn } from '../notifications/turn.ts';
import { describeBlocked, type Blocked } from '../notifications/wording.ts';
import { tell, type Action } from '../tell.ts';
import { describeLock, nameInWorkspace } from '../wording.ts';
import { openFolders } from '../workspace.ts';
import { lockOf, lockPerhapsOf } from './find-lock.ts';
import { findLockError, isSilent } from './lock-errors.ts';
import { Tail } from './tail.ts';

/** How much of the end of a command's output is looked at, in UTF-16 units. */
const tailLength = 16 * 1024;

/** A command that has written nothing for this long may be waiting, ms. */
const quietMs = 2000;

/** A command in a terminal, as far as it is known. */
interface Command {
  readonly line: string;
  readonly cwd: string | null;
  /** The end of its output, raw. */
  readonly output: string;
  /** null while it runs; undefined where the shell tells none. */
  readonly exitCode: number | null | undefined;
}

/** Offers help where a command in a terminal with shell integration fails for a lock or waits for one. The caller owns it. */
export function registerTerminalOffers(inventory: Inventory, turn: Turn): vscode.Disposable {
  const runs = new Map<vscode.TerminalShellExecution, Run>();
  const look = (command: Command): void => {
    offerFor(command, inventory, turn).catch(report);
  };
  const started = vscode.window.onDidStartTerminalShellExecution(({ execution, shellIntegration }) => {
    if (isWanted('blocked')) runs.set(execution, new Run(execution, pathOf(execution.cwd ?? shellIntegration.cwd), look));
  });
  const ended = vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode, shellIntegration }) => {
    runs.get(execution)?.end(exitCode, pathOf(shellIntegration.cwd)).catch(report);
    runs.delete(execution);
  });
  return vscode.Disposable.from(started, ended, { dispose: () => runs.forEach((run) => run.dispose()) });
}

/** One command while it runs. */
class Run implements vscode.Disposable {
  readonly #tail = new Tail(tailLength);
  readonly #execution: vscode.TerminalShellExecution;
  #cwd: string | null;
  readonly #look: (command: Command) => void;
  readonly #read: Promise<void>;
  #quiet: NodeJS.Timeout | undefined;

  /** @param look called when the command is quiet, and when it has failed */
  constructor(execution: vscode.TerminalShellExecution, cwd: string | null, look: (command: Command) => void) {
    this.#execution = execution;
    this.#cwd = cwd;
    this.#look = look;
    this.#read = this.#readAll();
  }

  /** To be called when the command has ended. @param cwd where the shell is now: in a new terminal that is not known at the start */
  async end(exitCode: number | undefined, cwd: string | null): Promise<void> {
    this.#cwd ??= cwd;
    await this.#read;
    this.dispose();
    if (exitCode !== 0) this.#look(this.#command(exitCode));
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.#quiet = undefined;
  }

  #command(exitCode: number | null | undefined): Command {
    return { line: this.#execution.commandLine.value, cwd: this.#cwd, output: this.#tail.text, exitCode };
  }

  async #readAll(): Promise<void> {
    for await (const data of this.#execution.read()) {
      this.#tail.add(data);
      if (this.#quiet === undefined) this.#quiet = setTimeout(() => this.#look(this.#command(null)), quietMs);
      else this.#quiet.refresh();
    }
  }
}

/** Something that a lock has stopped, or keeps waiting. */
interface Stopped {
  readonly tool: string;
  readonly how: Blocked;
  readonly lock: Lock;
}

async function offerFor(command: Command, inventory: Inventory, turn: Turn): Promise<void> {
  const stopped = await stoppedBy(command, inventory);
  if (stopped === null || (await turn.claim('blocked', [stopped.lock])).length === 0) return;
  const { tool, how, lock } = stopped;
  const name = nameInWorkspace(lock.resource, openFolders());
  const is = localize(describeLock(lock, systemClock.now()));
  const run = (id: string) => async (): Promise<void> => vscode.commands.executeCommand(id, lock.path);
  const explain: Action = { title: vscode.l10n.t('Explain Lock'), run: run(commandIds.explainLock) };
  const wait: Action = { title: vscode.l10n.t('Notify When Released'), run: run(commandIds.notifyWhenReleased) };
  const breakIt: Action = { title: vscode.l10n.t('Break Lock...'), run: run(commandIds.breakLock) };
  tell('warning', localize(describeBlocked(tool, how, name, is)), explain, lock.verdict.state === 'held' ? wait : breakIt, dontTellAgain('blocked'));
}

async function stoppedBy({ line, cwd, output, exitCode }: Command, inventory: Inventory): Promise<Stopped | null> {
  const isRunning = exitCode === null;
  if (!isRunning && isSilent(output)) {
    const lock = await asOfNow(lockPerhapsOf({ line, cwd, exitCode }, inventory.locks)?.path, inventory);
    return lock === null ? null : { tool: 'git', how: 'perhaps-stopped', lock };
  }
  const error = findLockError(output, cwd);
  // What a command says while it runs counts only as far as it waits.
  if (error === null || (isRunning && !error.waits)) return null;
  const lock = await asOfNow(lockOf(error, inventory.locks)?.path ?? error.place, inventory);
  return lock === null ? null : { tool: error.tool, how: isRunning ? 'waits' : 'stopped', lock };
}

/** The lock at a path, if one still stands there; outside of the open folders, too. */
async function asOfNow(place: string | null | undefined, inventory: Inventory): Promise<Lock | null> {
  const lock = place == null ? null : await inventory.inspect(place);
  return lock === null || lock.verdict.state === 'idle' ? null : lock;
}

function pathOf(uri: vscode.Uri | undefined): string | null {
  return uri?.scheme === 'file' ? uri.fsPath : null;
}

/** What goes wrong here concerns nobody: the user did not ask for it. */
function report(error: unknown): void {
  console.error(`lockscope: a terminal's output could not be looked at: ${messageOf(error)}`);
}
