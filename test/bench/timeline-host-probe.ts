// Runs in the extension host beside the extension: watches the host's event loop while a file says so.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { watchLoop, type LoopDelay } from './loop-delay.ts';

/** What was measured; the heap in bytes, in use at the end. */
export interface HostFigures extends LoopDelay {
  readonly heap: number;
}

/** A bench writes NAME into a folder to begin, and END to have NAME.json. */
export function probe(folder: string): void {
  let measuring: { readonly name: string; readonly end: () => LoopDelay } | null = null;
  setInterval(() => {
    if (measuring === null) {
      const name = ['quiet', 'busy'].find((each) => existsSync(path.join(folder, each)) && !existsSync(path.join(folder, `${each}.json`)));
      if (name !== undefined) measuring = { name, end: watchLoop() };
    } else if (existsSync(path.join(folder, `${measuring.name}.end`))) {
      const figures: HostFigures = { ...measuring.end(), heap: process.memoryUsage().heapUsed };
      writeFileSync(path.join(folder, `${measuring.name}.json`), JSON.stringify(figures));
      measuring = null;
    }
  }, 200).unref();
}
