import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Event } from './base/emitter.ts';
import { breakServices } from './breaking/services.ts';
import { stateFolder } from './breaking/state-folder.ts';
import { registerCommands } from './commands/index.ts';
import { UndoState } from './commands/undo-state.ts';
import type { Lock } from './locks/lock.ts';
import { registerExplanations } from './views/explain/index.ts';
import { memoryIn } from './views/memory.ts';
import { registerLocksView } from './views/locks/index.ts';
import { Roots } from './views/roots.ts';
import { registerStatusBar } from './views/status-bar.ts';
import type { LockChange } from './watch/inventory.ts';
import { ThreadedInventory } from './watch/threaded-inventory.ts';

/** What other extensions get from `activate()`. */
export interface LockscopeApi {
  /** All locks that are known now. */
  locks(): readonly Lock[];
  /** Fires after locks appeared, changed or were released. */
  readonly onDidChange: Event<readonly LockChange[]>;
  /** Looks at everything once more. Resolves when all is judged. */
  refresh(): Promise<void>;
}

/** What the tests inside the editor get beside it: what the editor shows and has no getter for. */
export interface TestApi extends LockscopeApi {
  readonly shown: { badge(): vscode.ViewBadge | undefined; message(): string | undefined; statusBar(): string | null };
}

/** Puts the parts together. Nothing is looked at before it has returned. */
export function activate(context: vscode.ExtensionContext): LockscopeApi | TestApi {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const inventory = own(new ThreadedInventory(context.asAbsolutePath('dist/watcher.mjs'), memoryIn(context.workspaceState)));
  const services = breakServices(stateFolder({ platform: process.platform, env: process.env, home: homedir() }), (path) => inventory.inspect(path));
  const view = own(registerLocksView(inventory));
  const statusBar = own(registerStatusBar(inventory));
  const undo = own(new UndoState(services.journal));
  own(registerExplanations(inventory));
  own(registerCommands({ inventory, view, services, undo }, String(context.extension.packageJSON.version)));
  const roots = own(new Roots(inventory));
  setImmediate(() => {
    roots.follow();
    undo.update();
  });
  const api: LockscopeApi = { locks: () => inventory.locks, onDidChange: inventory.onDidChange, refresh: () => inventory.refresh() };
  if (context.extensionMode !== vscode.ExtensionMode.Test) return api;
  return { ...api, shown: { badge: () => view.badge, message: () => view.message, statusBar: () => statusBar.text } };
}
