import path from 'node:path';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { Crew, programPath } from '../real/demo/crew.ts';
import type { LockState } from '../../src/locks/lock.ts';
import { ThreadedInventory } from '../../src/watch/threaded-inventory.ts';
import { Workbench } from '../workbench/workbench.ts';
import { spread } from './figures-spread.ts';

export const name = 'From kill -9 of a holder to stale';

const rounds = 20;
const roundsInView = 5;

/** Shows, for real holders that are killed while they hold a lock, how long it takes until they are called dead. */
export async function run(report: (line: string) => void): Promise<void> {
  report(`in the inventory: ${spread(await inInventory())} ms (${rounds} holders; target: below 1000)`);
  report(`in the Locks view of VS Code: ${spread(await inView())} ms (${roundsInView} holders; target: below 1000)`);
}

async function inInventory(): Promise<number[]> {
  const folder = await temporaryFolder('staleness');
  const inventory = new ThreadedInventory(new URL('../../src/watch/worker.ts', import.meta.url));
  const crew = new Crew();
  try {
    await inventory.setRoots([folder]);
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await killOne(inventory, crew, path.join(folder, `${i}.lock`)));
    return times;
  } finally {
    inventory.dispose();
    await crew.end();
    await releaseAll();
  }
}

async function killOne(inventory: ThreadedInventory, crew: Crew, at: string): Promise<number> {
  const becomes = (state: LockState): Promise<void> =>
    new Promise((resolve) => {
      const listening = inventory.onDidChange((changes) => {
        if (!changes.some(({ lock }) => lock.path === at && lock.verdict.state === state)) return;
        listening.dispose();
        resolve();
      });
    });
  const held = becomes('held');
  const holder = await holdLock(crew, at);
  await held;
  const stale = becomes('stale');
  const began = performance.now();
  process.kill(holder, 'SIGKILL');
  await stale;
  return performance.now() - began;
}

async function inView(): Promise<number[]> {
  const folder = await temporaryFolder('staleness');
  const crew = new Crew();
  const workbench = await Workbench.open({ folder });
  try {
    await workbench.openLockscope();
    const times: number[] = [];
    for (let i = 0; i < roundsInView; i++) {
      const holder = await holdLock(crew, path.join(folder, `${i}.lock`));
      await workbench.locks.waitFor('the held lock', (rows) => rows.some(({ label, description }) => label === String(i) && description.includes('held')));
      // The page looks for itself at every frame: asking it from here would take longer than what is measured.
      const stale = workbench.page.waitForFunction(rowSaysStale(String(i)));
      const began = performance.now();
      process.kill(holder, 'SIGKILL');
      await stale;
      times.push(performance.now() - began);
    }
    return times;
  } finally {
    await workbench.close();
    await crew.end();
    await releaseAll();
  }
}

/** A script for the page: whether a lock's row says that it is stale. */
function rowSaysStale(label: string): string {
  return `[...document.querySelectorAll('.monaco-list-row')].some((row) =>
    row.querySelector('.label-name')?.textContent === ${JSON.stringify(label)} && row.textContent.includes('stale'))`;
}

/** @returns the pid of a process that holds a lock file at the path */
async function holdLock(crew: Crew, at: string): Promise<number> {
  const actor = crew.start({ command: process.execPath, args: [programPath('hold-file.ts'), at, 'pid'], cwd: path.dirname(at) });
  await actor.announced();
  return actor.pid;
}

