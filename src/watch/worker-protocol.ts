import type { Lock } from '../locks/lock.ts';
import type { TimedLockChange } from './inventory.ts';
import type { Memory } from './memory.ts';
import type { Trouble } from './tree/troubles.ts';

/** What the editor's side asks of the inventory's thread; each is answered under its id. */
export type Question = { readonly id: number } & (
  | { readonly type: 'roots'; readonly roots: readonly string[] }
  | { readonly type: 'kinds'; readonly definitions: unknown }
  | { readonly type: 'refresh' }
  | { readonly type: 'inspect'; readonly path: string }
);

export type ToWorker =
  | Question
  /** The changes that were sent have been dealt with; more may come. */
  | { readonly type: 'more' }
  /** What was remembered in a former life; sent before all else. */
  | { readonly type: 'recall'; readonly memory: unknown };

export type FromWorker =
  | { readonly type: 'changed'; readonly changes: readonly TimedLockChange[] }
  | { readonly type: 'troubles'; readonly troubles: readonly Trouble[] }
  | { readonly type: 'remember'; readonly memory: Memory }
  | { readonly type: 'answered'; readonly id: number; readonly lock: Lock | null }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
