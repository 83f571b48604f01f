import type { Text } from '../../base/text.ts';
import type { Lock } from '../../locks/lock.ts';
import type { WindowProcesses } from '../origin.ts';

/** Puts a sentence into the user's language. */
export type Say = (sentence: Text) => string;

/** What the page of one lock is made from. */
export interface PageInput {
  readonly lock: Lock;
  /** ms since the epoch. */
  readonly now: number;
  readonly say: Say;
  readonly processes: WindowProcesses;
}
