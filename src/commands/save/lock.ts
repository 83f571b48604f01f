import { once } from 'node:events';
import * as vscode from 'vscode';
import { settingIds, settingsSection } from '../../contributions.ts';
import { FileLock, type Hold } from '../../saving/lock/file-lock.ts';
import type { LockOwner } from '../../saving/lock/owner.ts';
import { oneLine } from '../../views/safe-text.ts';
import { nameHolder, nameInWorkspace, shortCommand } from '../../views/wording.ts';
import { openFolders } from '../../views/workspace.ts';
import type { CommandContext } from '../context.ts';
import { realTarget } from '../../saving/real-target.ts';

/** A lock that is released within this time is not worth a word, ms. */
const patienceMs = 300;

const defaultTimeoutMs = 30_000;

/** Whether the user wants a document locked while it is saved. */
export function wantsLock(document: vscode.TextDocument): boolean {
  return settings(document).get<unknown>(settingIds.atomicSaveLock) === true;
}

/** The folder that is the lock of a file. @throws the system's error */
export function lockPathOf(file: string): string {
  return `${realTarget(file)}.lock`;
}

/** Raised when the user does not want to wait any longer, or not to go on. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/**
 * Acquires the lock of a document's file. Who waits for long is shown whom for, and can cancel.
 * @throws LockTimeoutError; Cancelled; the system's error. Nothing is held then.
 */
export async function acquireFor(document: vscode.TextDocument, context: Pick<CommandContext, 'inventory'>): Promise<Hold> {
  const file = document.uri.fsPath;
  const stop = new AbortController();
  const waiting = new Waiting(nameInWorkspace(file, openFolders()), () => holderName(lockPathOf(file), context), () => stop.abort(new Cancelled()));
  try {
    return await new FileLock(file).acquire({ timeoutMs: timeoutOf(document), signal: stop.signal, onWait: (owner) => waiting.on(owner) });
  } finally {
    waiting.end();
  }
}

/** The notification that tells whom a save waits for. */
class Waiting {
  readonly #name: string;
  readonly #holder: () => Promise<string | null>;
  readonly #cancel: () => void;
  readonly #ended = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #owner: LockOwner | null = null;
  #show: (() => void) | null = null;

  constructor(name: string, holder: () => Promise<string | null>, cancel: () => void) {
    this.#name = name;
    this.#holder = holder;
    this.#cancel = cancel;
  }

  on(owner: LockOwner | null): void {
    this.#owner = owner;
    this.#timer ??= setTimeout(() => this.#open(), patienceMs);
    this.#show?.();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ended.abort();
  }

  #open(): void {
    const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Waiting for {0}', this.#name), cancellable: true };
    vscode.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(this.#cancel);
      this.#show = () => {
        this.#describe().then((message) => progress.report({ message }), (error: unknown) => console.error('lockscope:', error));
      };
      this.#show();
      const { signal } = this.#ended;
      if (!signal.aborted) await once(signal, 'abort');
    }).then(undefined, (error: unknown) => console.error('lockscope:', error));
  }

  /** Who uses another program than ours is known by what the inventory finds out. */
  async #describe(): Promise<string> {
    const holder = this.#owner === null ? await this.#holder() : nameOwner(this.#owner);
    return holder === null ? vscode.l10n.t('locked by another program') : vscode.l10n.t('locked by {0}', holder);
  }
}

async function holderName(lockPath: string, { inventory }: Pick<CommandContext, 'inventory'>): Promise<string | null> {
  const holder = (await inventory.inspect(lockPath))?.holder ?? null;
  return holder === null ? null : nameHolder(holder);
}

/** "node build.js (4312)". */
export function nameOwner({ pid, command, host, isLocal }: LockOwner): string {
  const name = command === null || command === '' ? `pid ${pid}` : `${shortCommand(command)} (${pid})`;
  return oneLine(isLocal ? name : `${name} @ ${host}`);
}

/** ms. */
function timeoutOf(document: vscode.TextDocument): number {
  const seconds = settings(document).get<unknown>(settingIds.atomicSaveLockTimeout);
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : defaultTimeoutMs;
}

function settings(document: vscode.TextDocument): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(settingsSection, document);
}
