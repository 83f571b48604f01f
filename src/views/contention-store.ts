import path from 'node:path';
import type * as vscode from 'vscode';
import type { History } from '../contention/history.ts';
import { ContentionStore } from '../contention/store.ts';
import type { ExtraFolders } from './workspace-locks.ts';

/**
 * Keeps the history of a workspace beyond a reload of its window, but for what was seen in extra folders, which are gone by then.
 * @returns null where no folder is open, so that there is no place for it
 */
export function contentionStore(history: History, { storageUri }: Pick<vscode.ExtensionContext, 'storageUri'>, extra: Pick<ExtraFolders, 'contain'>): ContentionStore | null {
  if (storageUri === undefined) return null;
  const file = path.join(storageUri.fsPath, 'contention.jsonl');
  const store = new ContentionStore(history, file, { isKept: (lock) => !extra.contain(lock), onTrouble: (error) => console.error(`lockscope: the history of locks cannot be kept in ${file}:`, error) });
  setImmediate(() => void load(store, file));
  return store;
}

async function load(store: ContentionStore, file: string): Promise<void> {
  const loaded = await store.load();
  if (loaded.is === 'unreadable') console.error(`lockscope: the history of locks in ${file} starts anew: ${loaded.why}`);
}
