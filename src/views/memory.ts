import type { Memento } from 'vscode';
import type { MemoryStore } from '../watch/threaded-inventory.ts';

const key = 'remembered';

/** What is remembered of a workspace's locks, kept by the editor across a reload of the window. */
export function memoryIn(state: Memento): MemoryStore {
  return {
    load: () => state.get<unknown>(key),
    save: (memory) => {
      state.update(key, memory).then(undefined, (error: unknown) => console.error('lockscope: what is remembered of locks could not be kept:', error));
    },
  };
}
