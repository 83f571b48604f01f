import type { Lock } from '../locks/lock.ts';
import type { LockChange } from './inventory.ts';
import type { Trouble } from './tree/troubles.ts';

/** What the editor's side asks of the inventory's thread; each is answered under its id. */
export type ToWorker = { readonly id: number } & (
  | { readonly type: 'roots'; readonly roots: readonly string[] }
  | { readonly type: 'refresh' }
  | { readonly type: 'inspect'; readonly path: string }
);

export type FromWorker =
  | { readonly type: 'changed'; readonly changes: readonly LockChange[] }
  | { readonly type: 'troubles'; readonly troubles: readonly Trouble[] }
  | { readonly type: 'answered'; readonly id: number; readonly lock: Lock | null }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
