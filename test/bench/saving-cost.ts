// What a save costs beside the least that lasts: a temporary file, fsync, rename, and fsync of the folder.
import { closeSync, fsyncSync, mkdtempSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
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

type Save = (file: string, bytes: Buffer) => unknown;

interface Pair {
  /** Medians, ms. */
  readonly least: number;
  readonly way: number;
}

/**
 * One way beside the yardstick, and no third: what a way leaves unflushed (VS Code's calls and steno flush
 * nothing) is paid for by whoever flushes next. In a common round that was always the yardstick, which made
 * all others look cheap. So each goes first in turn, and is flushed before the other, outside of the timing.
 */
async function measurePair(save: Save, size: number, rounds: number): Promise<Pair> {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'lockscope-cost-'));
  const bytes = Buffer.alloc(size, 'x');
  const times = { least: [] as number[], way: [] as number[] };
  const ways = { least: leastThatLasts, way: save };
  try {
    for (let round = -4; round < rounds; round++) {
      for (const name of round % 2 === 0 ? (['least', 'way'] as const) : (['way', 'least'] as const)) {
        const file = path.join(folder, name);
        const start = performance.now();
        await ways[name](file, bytes);
        if (round >= 0) times[name].push(performance.now() - start);
        // What a way still does in the background is not the other's to pay for either.
        await pause(3);
        flush(file);
        flush(folder);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { least: median(times.least), way: median(times.way) };
}

function flush(place: string): void {
  const descriptor = openSync(place, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Runs of each pair, whose ratios show how far the figure is to be trusted on a machine that does other things too. */
const runs = 5;

export async function measureCost(report: (line: string) => void, scale: number): Promise<void> {
  report(`  each beside a temporary file, fsync, rename and fsync of the folder; load ${loadavg()[0]?.toFixed(1)}`);
  for (const [size, rounds] of [[10_000, 120], [10_000_000, 16]] as const) {
    for (const { name, load } of tools.filter((tool) => tool.name !== 'lockscope --in-place')) {
      const save = await load();
      const pairs: Pair[] = [];
      for (let run = 0; run < runs; run++) pairs.push(await measurePair(save, size, Math.max(8, Math.round(rounds * scale))));
      const ratios = pairs.map(({ least, way }) => way / least);
      const ms = `${median(pairs.map(({ way }) => way)).toFixed(2)} ms beside ${median(pairs.map(({ least }) => least)).toFixed(2)}`;
      report(`  ${`${size / 1000} kB`.padEnd(9)} ${name.padEnd(18)} ${ms.padEnd(26)} x ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`);
    }
  }
}
