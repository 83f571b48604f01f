// Lock files and lock folders as they are seen, against what those who make them say.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InventorySource } from '../../src/contention/inventory-source.ts';
import { accuracyOf } from '../real/contention/accuracy.ts';
import { runLoad } from '../real/contention/loads.ts';
import { Told } from '../real/contention/told.ts';
import { threaded, withInventory } from '../real/demo/inventories.ts';
import { described } from './contention-words.ts';

const holds = [1, 2, 5, 20, 100];
/** What was seen has been told after so long, ms. */
const graceMs = 300;

export async function measureFiles(report: (line: string) => void): Promise<void> {
  await withInventory(threaded, async (inventory, folder) => {
    const told = new Told();
    const source = new InventorySource(inventory, told.take);
    try {
      // What is looked at for the first time takes long.
      await runLoad('file-load', 'file', 40, 5, path.join(folder, 'before.lock'));
      for (const [how, what] of [['file', 'lock file'], ['proper', 'proper-lockfile']] as const) {
        for (const ms of holds) {
          const at = path.join(folder, `${how}-${ms}.lock`);
          const truths = await runLoad('file-load', how, ms > 20 ? 15 : 100, ms, at);
          await pause(graceMs);
          report(`${what}, ${ms} ms: ${described(accuracyOf(truths, told.spans.filter(({ lock }) => lock === at)))}`);
        }
      }
    } finally {
      source.dispose();
    }
  });
}
