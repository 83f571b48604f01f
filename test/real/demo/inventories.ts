import { systemClock } from '../../../src/base/clock.ts';
import type { Lock, LockState } from '../../../src/locks/lock.ts';
import { createMachine } from '../../../src/system/this-machine.ts';
import type { Inventory } from '../../../src/watch/inventory.ts';
import { LiveInventory } from '../../../src/watch/live-inventory.ts';
import { ThreadedInventory, type MemoryStore } from '../../../src/watch/threaded-inventory.ts';
import { Crew } from './crew.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait.ts';

/** An inventory in a thread of its own, as the extension has it. */
export function threaded(store: MemoryStore | null = null): Inventory {
  return new ThreadedInventory(new URL('../../../src/watch/worker.ts', import.meta.url), store);
}

/** The two ways in which an inventory is used. */
export const inventories: Readonly<Record<string, () => Inventory>> = {
  'in this thread': () => new LiveInventory(createMachine(), systemClock),
  'in a thread of its own': () => threaded(),
};

/** Waits until the inventory shows a lock in a state; null: until it shows none there. */
export async function shows(inventory: Inventory, at: string, state: LockState): Promise<Lock>;
export async function shows(inventory: Inventory, at: string, state: null): Promise<null>;
export async function shows(inventory: Inventory, at: string, state: LockState | null): Promise<Lock | null> {
  const found = await waitFor(
    () => {
      const lock = inventory.locks.find((each) => each.path === at);
      return state === null ? lock === undefined : lock?.verdict.state === state ? lock : false;
    },
    () => `${at} to be ${state ?? 'gone'}; it is ${JSON.stringify(inventory.locks.map((lock) => [lock.path, lock.verdict.state]))}`,
  );
  return found === true ? null : found;
}

/** Runs something with an inventory of a new folder and a crew, all of which is ended afterwards. */
export async function withInventory(make: () => Inventory, act: (inventory: Inventory, folder: string, crew: Crew) => Promise<void>): Promise<void> {
  using temp = tempFolder();
  const crew = new Crew();
  const inventory = make();
  try {
    await inventory.setRoots([temp.path]);
    await act(inventory, temp.path, crew);
  } finally {
    inventory.dispose();
    await crew.end();
  }
}
