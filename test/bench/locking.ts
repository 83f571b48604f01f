import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runWithDeaths } from './locking-deaths.ts';
import { figuresOf, runFrom, type LockFigures, type Strategy } from './locking-figures.ts';
import { OwnChild } from './own-child.ts';

export const name = 'FileLock beside proper-lockfile and polling: several processes on one lock, 10 kB read and written under it; then with holders that are killed';

const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);
const forMs = 6000 * scale;
const counts = [2, 8, 32];

/** How long proper-lockfile waits between two tries, ms; each of its figures is that of the setting which is best at it. */
const retries = [1, 4, 16, 64];

interface Setting {
  readonly strategy: Strategy;
  readonly everyMs: number;
}

const settings: readonly Setting[] = [
  { strategy: 'file-lock', everyMs: 0 },
  ...retries.map((everyMs) => ({ strategy: 'proper-lockfile' as const, everyMs })),
  { strategy: 'polling', everyMs: 100 },
];

export async function run(report: (line: string) => void): Promise<void> {
  await compare(report);
  await runWithDeaths(100_000 * scale, report);
}

async function compare(report: (line: string) => void): Promise<void> {
  for (const count of counts) {
    report(`${count} processes, ${forMs / 1000} s each`);
    const figures: (LockFigures & Setting)[] = [];
    for (const setting of settings) {
      const one = await measure(setting, count);
      figures.push({ ...one, ...setting });
      report(line(setting, one));
    }
    const [ours, ...others] = figures;
    const proper = others.filter(({ strategy }) => strategy === 'proper-lockfile');
    const polling = others.at(-1);
    if (ours === undefined || polling === undefined) throw new Error('nothing was measured');
    const most = Math.max(...proper.map((one) => one.handOversPerSecond));
    const least = Math.min(...proper.map((one) => one.cpuPerHandOver));
    report(`  hand-overs: ${(ours.handOversPerSecond / most).toFixed(2)} x proper-lockfile at its best, ${(ours.handOversPerSecond / polling.handOversPerSecond).toFixed(0)} x polling; CPU per hand-over: ${(ours.cpuPerHandOver / least).toFixed(2)} x proper-lockfile at its best`);
  }
}

async function measure({ strategy, everyMs }: Setting, count: number): Promise<LockFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-locking-'));
  const file = path.join(folder, 'a');
  writeFileSync(file, '');
  writeFileSync(`${file}.data`, Buffer.alloc(10_000));
  const children = Array.from({ length: count }, () => new OwnChild('locking-child.ts', [strategy, file, String(everyMs), '0']));
  try {
    await Promise.all(children.map((child) => child.ask('1')));
    const runs = await Promise.all(children.map((child) => child.ask(String(forMs))));
    return figuresOf(runs.map(runFrom), forMs);
  } finally {
    await Promise.all(children.map((child) => child.end()));
    rmSync(folder, { recursive: true });
  }
}

function line({ strategy, everyMs }: Setting, one: LockFigures): string {
  const label = `${strategy}${everyMs > 0 ? `, every ${everyMs} ms` : ''}`;
  return `  ${label.padEnd(28)} ${one.handOversPerSecond.toFixed(0).padStart(5)} hand-overs/s  CPU ${one.cpuPerHandOver.toFixed(2)} ms  wait p50 ${one.p50.toFixed(1)} p99 ${one.p99.toFixed(1)} ms  Jain ${one.fairness.toFixed(2)}  ${one.acquisitions} acquired, ${one.violations} violations`;
}
