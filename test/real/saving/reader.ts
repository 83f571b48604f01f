// A process that reads a file again and again until it is told to stop, and then tells what it saw.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoCode } from '../../../src/base/errors.ts';
import { letterIn } from './content.ts';
import type { Seen } from './watched.ts';

const [, , file = ''] = process.argv;
const seen = { a: 0, b: 0, nothing: 0, neither: 0 };
const over = new AbortController();

process.on('disconnect', () => process.exit());
process.on('message', () => {
  over.abort();
});
process.send?.('ready');
while (!over.signal.aborted) {
  for (let reads = 0; reads < 20; reads++) look();
  // Those that save need the processor too.
  await pause(1);
}
const told: Seen = seen;
process.send?.(told);
process.disconnect();

function look(): void {
  try {
    seen[letterIn(readFileSync(file)) ?? 'neither'] += 1;
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw error;
    seen.nothing += 1;
  }
}
