import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { Crew } from '../real/demo/crew.ts';
import { ThreadedInventory } from '../../src/watch/threaded-inventory.ts';
import { median } from './figures-spread.ts';
import { describeDelay, watchLoop } from './loop-delay.ts';

const execute = promisify(execFile);

export const name = '10,000 kernel locks and 1,000 lock files: one complete refresh';

const kernelLocks = 10_000;
const lockFiles = 1000;
/** Each has fewer files open than the usual limit of 1024. */
const holders = 25;
const rounds = 5;

/** Locks its share of the files in turns with flock and fcntl, says so, and waits until its input closes. */
const holdMany = `
import fcntl, sys
held = []
for n in range(int(sys.argv[1]), ${kernelLocks}, ${holders}):
    file = open(f"part{n % 100}/data{n}", "w")
    (fcntl.flock if n // ${holders} % 2 else fcntl.lockf)(file, fcntl.LOCK_EX)
    held.append(file)
print("held", flush=True)
sys.stdin.read()
`;

/** Compares a refresh of the inventory, from the asking thread, with one run of lslocks, in turns. */
export async function run(report: (line: string) => void): Promise<void> {
  const folder = await temporaryFolder('kernel');
  const inventory = new ThreadedInventory(new URL('../../src/watch/worker.ts', import.meta.url));
  const crew = new Crew();
  try {
    for (let part = 0; part < 100; part++) mkdirSync(path.join(folder, `part${part}`));
    const actors = Array.from({ length: holders }, (_, i) => crew.start({ command: 'python3', args: ['-c', holdMany, String(i)], cwd: folder }));
    await Promise.all(actors.map((actor) => actor.announced()));
    for (let i = 0; i < lockFiles; i++) writeFileSync(path.join(folder, `part${i % 100}`, `job${i}.lock`), `${actors[i % holders]?.pid}\n`);
    const endStart = watchLoop();
    const began = performance.now();
    await inventory.setRoots([folder]);
    report(`start: ${(performance.now() - began).toFixed(0)} ms, ${inventory.locks.length} locks listed; ${describeDelay(endStart())}`);
    const times = { refresh: [] as number[], lslocks: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const endLslocks = watchLoop();
      times.lslocks.push(await timed(listKernelLocks));
      const besideLslocks = endLslocks();
      const endRefresh = watchLoop();
      times.refresh.push(await timed(() => inventory.refresh()));
      report(`round ${round + 1}: refresh ${times.refresh.at(-1)?.toFixed(0)} ms, ${describeDelay(endRefresh())} (target: below 20); lslocks ${times.lslocks.at(-1)?.toFixed(0)} ms, ${describeDelay(besideLslocks)}`);
    }
    const held = inventory.locks.filter(({ kernelLocks: { length } }) => length > 0).length;
    const named = inventory.locks.filter(({ holder }) => actors.some(({ pid }) => pid === holder?.pid)).length;
    report(`${inventory.locks.length} locks listed, ${held} of them with kernel locks, ${named} with their holder`);
    const ratio = median(times.refresh) / median(times.lslocks);
    report(`refresh ${median(times.refresh).toFixed(0)} ms, lslocks ${median(times.lslocks).toFixed(0)} ms (medians of ${rounds}): ${ratio.toFixed(2)} x lslocks (target: below 1)`);
  } finally {
    inventory.dispose();
    await crew.end();
    await releaseAll();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function listKernelLocks(): Promise<void> {
  const { stdout } = await execute('lslocks', ['--noheadings'], { maxBuffer: 1 << 26 });
  const lines = stdout.trim().split('\n').length;
  if (lines < kernelLocks) throw new Error(`lslocks told of ${lines} locks only`);
}
