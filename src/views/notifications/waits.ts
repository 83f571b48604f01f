import * as vscode from 'vscode';
import { commandIds } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { tell, tellFailure } from '../tell.ts';
import { nameInWorkspace } from '../wording.ts';
import { openFolders } from '../workspace.ts';
import { dontTellAgain, isWanted } from './settings.ts';
import type { Turn } from './turn.ts';
import { endOfWait, type WaitEnd } from './wait-end.ts';

/** A lock outside of the open folders is looked at this often, ms. */
const lookMs = 1000;

/** How long the status bar says something, ms. */
const briefMs = 5000;

interface Wait {
  readonly lock: Lock;
  readonly stop: () => void;
}

/** The locks whose release the user waits for. The status bar names them meanwhile; the user is told of the end. */
export class Waits implements vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #turn: Turn;
  readonly #waits = new Set<Wait>();

  constructor(inventory: Inventory, turn: Turn) {
    this.#inventory = inventory;
    this.#turn = turn;
  }

  /** Waits for a lock's release and tells of it; asked again, offers to stop waiting. Returns at once. */
  start(lock: Lock): void {
    const known = this.#find(lock);
    const name = nameOf(lock);
    if (known === undefined) {
      this.#wait(lock).then((end) => this.#tellEnd(end, lock)).catch(tellFailure);
    } else {
      tell('info', vscode.l10n.t('You will be told when {0} is released.', name), { title: vscode.l10n.t('Stop Waiting'), run: async () => known.stop() });
    }
  }

  dispose(): void {
    for (const { stop } of this.#waits) stop();
  }

  #find({ path, acquiredAt }: Lock): Wait | undefined {
    return [...this.#waits].find(({ lock }) => lock.path === path && lock.acquiredAt === acquiredAt);
  }

  async #wait(lock: Lock): Promise<WaitEnd> {
    const owned: { dispose(): void }[] = [];
    const ended = new Promise<WaitEnd>((resolve, reject) => {
      const look = (): void => {
        this.#lookAt(lock).then((end) => (end === null ? undefined : resolve(end)), reject);
      };
      const wait = { lock, stop: () => resolve('stopped') };
      const isWatched = this.#inventory.locks.some(({ path }) => path === lock.path);
      const timer = isWatched ? undefined : setInterval(look, lookMs);
      this.#waits.add(wait);
      owned.push(
        this.#inventory.onDidChange((changes) => (changes.some((change) => change.lock.path === lock.path) ? look() : undefined)),
        { dispose: () => clearInterval(timer) },
        { dispose: () => this.#waits.delete(wait) },
      );
      // It may have ended while the user was asked.
      look();
    });
    const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Waiting for {0}', nameOf(lock)) };
    try {
      return await vscode.window.withProgress(options, () => ended);
    } finally {
      for (const one of owned) one.dispose();
    }
  }

  async #lookAt(lock: Lock): Promise<WaitEnd | null> {
    const known = this.#inventory.locks.find(({ path }) => path === lock.path);
    return endOfWait(lock, known ?? (await this.#inventory.inspect(lock.path)));
  }

  async #tellEnd(end: WaitEnd, lock: Lock): Promise<void> {
    const name = nameOf(lock);
    switch (end) {
      case 'released':
        return tellReleased(vscode.l10n.t('{0} is released.', name));
      case 'taken-again':
        return tellReleased(vscode.l10n.t('{0} was released, and locked again by somebody else.', name));
      case 'not-held':
        // That it went stale is told with it.
        await this.#turn.claim('stale', [lock]);
        return tell('warning', vscode.l10n.t('The holder of {0} seems to be gone, but its lock is still there.', name), {
          title: vscode.l10n.t('Break Lock...'),
          run: async () => vscode.commands.executeCommand(commandIds.breakLock, lock.path),
        });
      case 'stopped':
        return undefined;
    }
  }
}

function nameOf({ resource }: Lock): string {
  return nameInWorkspace(resource, openFolders());
}

/** The user has asked for it, so that where no notices are wanted the status bar says it. */
function tellReleased(sentence: string): void {
  if (isWanted('released')) tell('info', sentence, dontTellAgain('released'));
  else vscode.window.setStatusBarMessage(sentence, briefMs);
}
