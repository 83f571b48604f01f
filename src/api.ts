/**
 * What other extensions get from Lockscope, without any of the editor's own types:
 *
 * ```ts
 * import type { LockscopeApi } from 'lockscope';
 *
 * const lockscope = await vscode.extensions.getExtension<LockscopeApi>('lockscope.lockscope')?.activate();
 * const stale = lockscope?.locks().filter(({ verdict }) => verdict.state === 'stale');
 * ```
 *
 * It only looks: nothing here removes or changes a lock.
 * @module
 */
import type { Event } from './base/emitter.ts';
import type { Lock } from './locks/lock.ts';
import type { Inventory, LockChange } from './watch/inventory.ts';

export type { Disposable } from './base/disposable.ts';
export type { Text } from './base/text.ts';
export type { Breaking, Evidence, Holder, KernelLock, Lock, LockState, Lineage, ToolWay, Verdict } from './locks/lock.ts';
export type { Event, LockChange };

/** The API of version 1. What is added later keeps what is here. Everything that it hands out is frozen. */
export interface LockscopeApi {
  readonly version: 1;
  /** All locks in the open folders that are known now, idle ones too. */
  locks(): readonly Lock[];
  /** Fires after locks appeared, changed or were released; changes that come together are told together. */
  readonly onDidChange: Event<readonly LockChange[]>;
  /** Looks at everything once more. Resolves when all is judged. */
  refresh(): Promise<void>;
  /** Judges the lock at an absolute path now, in the open folders or not; null when none stands there. */
  inspect(lockPath: string): Promise<Lock | null>;
  /** The page that explains the lock at an absolute path, as Markdown in the editor's language; null when none stands there. */
  explain(lockPath: string): Promise<string | null>;
}

/**
 * The API over an inventory. What goes wrong in another extension's listener is logged and disturbs nobody.
 * @param explain writes the page of a lock
 */
export function apiOf(inventory: Pick<Inventory, 'locks' | 'onDidChange' | 'refresh' | 'inspect'>, explain: (lock: Lock) => string): LockscopeApi {
  const inspect = async (lockPath: string): Promise<Lock | null> => {
    const lock = await inventory.inspect(lockPath);
    return lock === null ? null : frozen(lock);
  };
  return Object.freeze<LockscopeApi>({
    version: 1,
    locks: () => Object.freeze(inventory.locks.map(frozen)),
    onDidChange: (listener) => inventory.onDidChange((changes) => {
      try {
        listener(frozen(changes));
      } catch (error) {
        console.error('lockscope: a listener of another extension failed:', error);
      }
    }),
    refresh: () => inventory.refresh(),
    inspect,
    explain: async (lockPath) => {
      const lock = await inspect(lockPath);
      return lock === null ? null : explain(lock);
    },
  });
}

/** The value itself, with nothing in it that could be changed any more. What is frozen already is so all through. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
