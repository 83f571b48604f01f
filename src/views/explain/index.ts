import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/disposable.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { localize } from '../localize.ts';
import { showPage } from '../show-page.ts';
import type { OwnProcesses } from '../window-processes.ts';
import { explainPage, releasedPage } from './page.ts';

const scheme = 'lockscope';

/** The address of the page that explains the lock at a path. */
export function explainUri(lockPath: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${path.basename(lockPath)}.md`, query: lockPath });
}

/** The page of a lock as it is now, in the editor's language. */
export function writeExplanation(lock: Lock, processes: Pick<OwnProcesses, 'now'>): string {
  return explainPage({ lock, now: systemClock.now(), say: localize, processes: processes.now });
}

/** Opens the page that explains a lock. */
export async function showExplanation({ path: lockPath }: Pick<Lock, 'path'>): Promise<void> {
  await showPage(explainUri(lockPath));
}

/** Writes the pages, and writes them anew when their lock changes. The caller owns it. */
export function registerExplanations(inventory: Inventory, processes: Pick<OwnProcesses, 'now'>): vscode.Disposable {
  const owned = new DisposableStore();
  const changed = owned.add(new vscode.EventEmitter<vscode.Uri>());
  owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => pageFor(uri.query, inventory, processes),
  }));
  owned.add(inventory.onDidChange((changes) => {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme);
    if (open.length === 0) return;
    const paths = new Set(changes.map(({ lock }) => lock.path));
    for (const { uri } of open) if (paths.has(uri.query)) changed.fire(uri);
  }));
  return owned;
}

async function pageFor(lockPath: string, inventory: Inventory, processes: Pick<OwnProcesses, 'now'>): Promise<string> {
  const known = inventory.locks.find((lock) => lock.path === lockPath);
  const lock = known ?? (await inventory.inspect(lockPath));
  return lock === null ? releasedPage(lockPath, localize) : writeExplanation(lock, processes);
}
