import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { median } from './figures-spread.ts';
import { makeLargeTree } from './watching-tree.ts';

const execute = promisify(execFile);

export const name = 'Watching 100,000 files in 10,000 folders with 100 locks';

interface Measured {
  /** From the first call until all is listed and watched, ms. */
  readonly readyMs: number;
  readonly locks: number;
  readonly rssMB: number;
  /** Processor time of the whole process over a minute in which nothing happened, ms. */
  readonly idleCpuMs: number;
}

/** Compares the watcher, and the inventory on top of it, with `find` and with an idle Node. */
export async function run(report: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-bench-'));
  try {
    const tree = path.join(folder, 'tree');
    makeLargeTree(tree);
    const child = await bundle(folder);
    for (let i = 0; i < 2; i++) timeFind(tree); // the first runs read the disk, all others its cache
    report(`tree in ${os.tmpdir()}, Node ${process.version}, ${os.availableParallelism()} processors`);
    await compareStarts(tree, child, report);
    await compareIdle(tree, child, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Start times, in turns with `find` so that both meet the same machine. */
async function compareStarts(tree: string, child: string, report: (line: string) => void): Promise<void> {
  const finds: number[] = [];
  const starts = { watcher: [] as number[], inventory: [] as number[] };
  for (let round = 0; round < 5; round++) {
    finds.push(timeFind(tree));
    for (const what of ['watcher', 'inventory'] as const) starts[what].push((await measure(child, what, tree, 0)).readyMs);
  }
  const find = median(finds);
  report(`find -name '*.lock': ${find.toFixed(0)} ms (median of 5)`);
  for (const [what, times] of Object.entries(starts)) {
    report(`${what}: all listed and watched in ${median(times).toFixed(0)} ms, ${(median(times) / find).toFixed(2)} x find (target: 4)`);
  }
}

/** Memory and idle processor time, side by side: idle processes do not disturb each other. */
async function compareIdle(tree: string, child: string, report: (line: string) => void): Promise<void> {
  const kinds = ['idle', 'watcher', 'inventory'] as const;
  const [idle, ...others] = await Promise.all(kinds.map((what) => measure(child, what, tree, 60_000)));
  if (idle === undefined) return;
  report(`idle Node: ${idle.rssMB.toFixed(0)} MB, ${idle.idleCpuMs.toFixed(1)} ms of processor time in 60 s`);
  others.forEach((one, i) => {
    const above = one.rssMB - idle.rssMB;
    report(
      `${kinds[i + 1]}: ${one.locks} locks, ${above.toFixed(0)} MB above idle Node (target: 150), ${one.idleCpuMs.toFixed(1)} ms of processor time in 60 s`,
    );
  });
}

/** Bundled as it is shipped: stripping types at run time would count as the watcher's memory. */
async function bundle(folder: string): Promise<string> {
  const outfile = path.join(folder, 'watching-child.mjs');
  const entry = path.join(import.meta.dirname, 'watching-child.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' });
  return outfile;
}

async function measure(child: string, what: string, tree: string, idleMs: number): Promise<Measured> {
  const { stdout } = await execute(process.execPath, [child, what, tree, String(idleMs)]);
  const read: unknown = JSON.parse(stdout);
  if (!isMeasured(read)) throw new Error(`not a measurement: ${stdout}`);
  return read;
}

function isMeasured(value: unknown): value is Measured {
  const keys = ['readyMs', 'locks', 'rssMB', 'idleCpuMs'];
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function timeFind(tree: string): number {
  const began = performance.now();
  const found = spawnSync('find', [tree, '-name', '*.lock'], { encoding: 'utf8' });
  const took = performance.now() - began;
  if (found.stdout.trim().split('\n').length !== 100) throw new Error(`find did not find the 100 locks: ${found.stderr}`);
  return took;
}
