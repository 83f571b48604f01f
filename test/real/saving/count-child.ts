// A process that counts, logs or appends, and tells on its standard output what was acknowledged, a line each.
// argv: what (counter | log | append | append-quickly), the file, its own name, how often, how many of its callers at once.
import { writeSync } from 'node:fs';
import { appendLines } from '../../../src/saving/append/append-lines.ts';
import { LockedCounter } from '../../../src/saving/counter.ts';
import { RotatingLog } from '../../../src/saving/rotating-log.ts';
import { lineOf, rotateAt } from './count-lines.ts';

const [, , what = '', file = '', name = '', times = '', callers = '1'] = process.argv;
const counter = new LockedCounter(file, { timeoutMs: 120_000 });
const log = new RotatingLog(file, { maxBytes: rotateAt, keep: 1_000_000 });

/** @returns what it was acknowledged with */
async function act(number: number): Promise<string> {
  if (what === 'counter') return String(await counter.increment());
  const line = lineOf(name, number);
  if (what === 'log') await log.append(line);
  else await appendLines(file, [line], { durable: what === 'append' });
  return line;
}

let next = 0;
async function go(): Promise<void> {
  while (next < Number(times)) {
    const acknowledged = await act(next++);
    // At once: what a process tells late is lost with it.
    writeSync(1, `${acknowledged}\n`);
  }
}

await Promise.all(Array.from({ length: Number(callers) }, go));
