import type { Actor, LockName, Mode } from '../model.ts';

/** A hold or a wait that one look at the kernel's list shows. */
export interface Presence {
  /** The same in each look that shows the same. */
  readonly key: string;
  readonly is: 'hold' | 'wait';
  /** The locked file, as the kernel's list names it. */
  readonly file: string;
  /** null while it is not known which file that is. */
  readonly lock: LockName | null;
  readonly mode: Mode;
  readonly actor: Actor;
  readonly blockers: readonly Actor[];
}

/** When a look began and was done, ms since the epoch. What it shows was so at some moment between them, most likely the last. */
export interface LookTime {
  readonly began: number;
  readonly done: number;
}
