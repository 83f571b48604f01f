// The extension as the suites use it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import type { Lock, LockState } from '../../../src/locks/lock.ts';

/** How long what should happen at once may take on a busy machine, ms. */
const generousMs = 20_000;

/** The extension's API, after it was activated. */
export async function lockscope(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('lockscope.lockscope');
  assert.ok(extension, 'lockscope.lockscope is not among the loaded extensions');
  return extension.activate();
}

/** The folder that is open. */
export function workspaceFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder;
}

/** Asks again and again until there is an answer. @throws an error that says what did not come */
export async function until<T>(what: string, ask: () => T | null | undefined | Promise<T | null | undefined>): Promise<NonNullable<T>> {
  for (const end = Date.now() + generousMs; Date.now() < end; ) {
    const answer = await ask();
    if (answer != null && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`within ${generousMs / 1000} s there was no ${what}`);
}

/** The lock at a path, once it is in this state. */
export async function lockIn(state: LockState, lockPath: string): Promise<Lock> {
  const api = await lockscope();
  return until(`${state} lock at ${lockPath}`, () => api.locks().find((lock) => lock.path === lockPath && lock.verdict.state === state));
}

/** Waits until no lock is known at a path. */
export async function noLockAt(lockPath: string): Promise<void> {
  const api = await lockscope();
  await until(`release of ${lockPath}`, () => api.locks().every((lock) => lock.path !== lockPath));
}
