// What a save costs beside the least that lasts: a temporary file, fsync, rename, and fsync of the folder.
import { closeSync, fsyncSync, mkdtempSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { saveAtomically } from '../../src/saving/write/save.ts';
import { tools } from '../real/saving/tools.ts';
import { median } from './figures-spread.ts';

/** The yardstick: the calls that any durable replacement has to make, and nothing else. */
function leastThatLasts(file: string, bytes: Buffer): void {
  const temporary = `${file}.tmp`;
  const descriptor = openSync(temporary, 'wx', 0o600);
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(temporary, file);
  const folder = openSync(path.dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

type Way = readonly [name: string, save: (file: string, bytes: Buffer) => unknown];

/** Median, ms, of each way, round by round in turn, so that whatever else the machine does meets all alike. */
async function measure(ways: readonly Way[], size: number, rounds: number): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'lockscope-cost-'));
  const bytes = Buffer.alloc(size, 'x');
  const times = new Map<string, number[]>(ways.map(([name]) => [name, []]));
  try {
    for (let round = -3; round < rounds; round++) {
      // Another goes first each time: what the one before has left to the disk is not always the same one's.
      for (let turn = 0; turn < ways.length; turn++) {
        const [name, save] = ways[(turn + round + 3) % ways.length] ?? ways[0] ?? [];
        if (name === undefined || save === undefined) continue;
        const start = performance.now();
        await save(path.join(folder, `file-${name.replaceAll(/\W/g, '-')}`), bytes);
        if (round >= 0) times.get(name)?.push(performance.now() - start);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return new Map([...times].map(([name, each]) => [name, median(each)]));
}

export async function measureCost(report: (line: string) => void, scale: number): Promise<void> {
  const peers = await Promise.all(tools.filter(({ name }) => !name.startsWith('lockscope')).map(async ({ name, load }) => [name, await load()] as const));
  const ways: readonly Way[] = [
    ['temporary, fsync, rename, fsync of the folder', leastThatLasts],
    ['lockscope', saveAtomically],
    ...peers,
  ];
  for (const [size, rounds] of [[10_000, 400], [10_000_000, 60]] as const) {
    const medians = await measure(ways, size, Math.max(20, Math.round(rounds * scale)));
    const least = medians.get('temporary, fsync, rename, fsync of the folder') ?? Number.NaN;
    report(`${size / 1000} kB`);
    for (const [name, ms] of medians) report(`  ${name.padEnd(46)} ${ms.toFixed(2).padStart(7)} ms  x ${(ms / least).toFixed(2)}`);
  }
}
