import type { Disposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import type { Lock } from '../locks/lock.ts';
import type { Moment } from './moment.ts';
import type { Trouble } from './tree/troubles.ts';

export interface LockChange {
  readonly type: 'appeared' | 'changed' | 'released';
  /** As it is now; of a released one, as it was last. */
  readonly lock: Lock;
}

/** With when it happened, as well as that is known: of a lock that was there before it was watched, since when it is held at most. */
export interface TimedLockChange extends LockChange, Moment {}

/** Something that keeps locks from being seen. */
export type InventoryTrouble = Trouble | (Pick<Trouble, 'path' | 'message'> & { readonly code: 'thread-ended' });

/** The locks of some folders, kept up to date. */
export interface Inventory extends Disposable {
  readonly onDidChange: Event<readonly TimedLockChange[]>;
  /** Fires with all that cannot be seen at present, whenever that changes. */
  readonly onDidChangeTroubles: Event<readonly InventoryTrouble[]>;
  readonly locks: readonly Lock[];
  readonly troubles: readonly InventoryTrouble[];
  /**
   * Looks for locks of kinds that a user described as well, from now on.
   * @param definitions see parseCustomKinds; what is wrong in them is left out
   */
  setCustomKinds(definitions: unknown): Promise<void>;
  /** Replaces the folders that are looked at. Resolves when all locks in them are judged. */
  setRoots(roots: readonly string[]): Promise<void>;
  /** Looks at everything once more. Resolves when all is judged. */
  refresh(): Promise<void>;
  /** Judges one lock now, watched or not; null when none stands there. */
  inspect(lockPath: string): Promise<Lock | null>;
}
