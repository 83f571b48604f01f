// Two windows and a terminal break the same lock at the same time.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { after, suite, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Journal } from '../../src/breaking/journal.ts';
import { Pending } from '../../src/breaking/pending.ts';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { extensionFolder } from '../editor/repository.ts';
import { stateFolderOf } from './state-folder.ts';
import { until } from './wait.ts';
import { Workbench } from './workbench.ts';

const ROUNDS = 4;

/** More than any system gives to a process, so that it is surely dead. */
const deadPid = '4194303\n';

/** What somebody is told who breaks a lock, by who they are in this: the one that broke it, or another. */
const toldOfBreak = /^Broke the lock on |^Broken: /;
const toldOfOther = / was broken (?:at [\d:]+|a moment ago) by another window or terminal | had been released already\. /;

/** Waits until the lock is known and opens the list in which Enter breaks it. */
async function aim({ locks, palette }: Workbench, name: string): Promise<void> {
  await locks.waitFor(name, (rows) => rows.some(({ label }) => label === name));
  await palette.run('Lockscope: Break Lock...');
  await palette.waitForPicks(name, (picks) => picks.some(({ label }) => label === name));
}

async function breakInWindow(workbench: Workbench): Promise<string> {
  await workbench.palette.accept();
  const told = await until('what came of it', () => workbench.notifications.all(), (all) => all.length > 0);
  return told[0]?.message ?? '';
}

async function breakInTerminal(lock: string, state: string): Promise<string> {
  const args = [path.join(extensionFolder(), 'dist', 'cli.mjs'), 'break', lock];
  const child = spawn(process.execPath, args, { env: { ...process.env, LOCKSCOPE_STATE_DIR: state }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'exit')]);
  return out + err;
}

suite('Two windows and a terminal', () => {
  after(releaseAll);

  test('break the same lock: one break, one entry in the journal, the others are told', async (t) => {
    const folder = await temporaryFolder('together');
    await Workbench.use('together', { folder }, async (first) => {
      const state = await stateFolderOf(first);
      const second = await first.openAnother();
      const windows = [first, second];
      await Promise.all(windows.map((window) => window.openLockscope()));
      const winners = new Map<string, number>();
      const startMs = await timeOfTerminal(path.join(folder, 'none.lock'), state);
      for (let round = 0; round < ROUNDS; round++) {
        const name = `job-${round}`;
        const lock = path.join(folder, `${name}.lock`);
        writeFileSync(lock, deadPid);
        await Promise.all(windows.map((window) => aim(window, name)));
        // A program takes a while to start: the windows follow earlier or later, so that each may be the first.
        const terminal = breakInTerminal(lock, state);
        await pause((startMs * 1.2 * round) / ROUNDS);
        const told = await Promise.all([...(round % 2 === 0 ? windows : windows.toReversed()).map(breakInWindow), terminal]);
        const who = assertOneBreak(told, lock, state);
        winners.set(who, (winners.get(who) ?? 0) + 1);
        if (round === ROUNDS - 1) for (const [i, window] of windows.entries()) await window.screenshot(`together-${i + 1}`);
        await Promise.all(windows.map((window) => window.notifications.clear()));
      }
      assertNothingLeft(folder, state, t);
      t.diagnostic(`the first was ${[...winners].map(([who, times]) => `${who} ${times} times`).join(', ')}; a terminal takes ${Math.round(startMs)} ms to start`);
    });
  });
});

/** How long the command takes that has nothing to do, ms. */
async function timeOfTerminal(nothing: string, state: string): Promise<number> {
  const start = performance.now();
  await breakInTerminal(nothing, state);
  return performance.now() - start;
}

/** @returns who broke it */
function assertOneBreak(told: readonly string[], lock: string, state: string): string {
  const acts = new Journal(state).entries().entries.filter(({ subject, event }) => subject.path === lock && event.is === 'broken');
  assert.equal(acts.length, 1, `${lock}: ${JSON.stringify(told)}`);
  const winner = told.findIndex((one) => toldOfBreak.test(one));
  assert.notEqual(winner, -1, JSON.stringify(told));
  for (const [i, one] of told.entries()) if (i !== winner) assert.match(one, toldOfOther);
  assert.equal(lstatSync(lock, { throwIfNoEntry: false }), undefined, 'nothing stands in for it any more');
  return winner === told.length - 1 ? 'the terminal' : 'a window';
}

function assertNothingLeft(folder: string, state: string, t: TestContext): void {
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(new Pending(state).all(), []);
  const { entries, damaged } = new Journal(state).entries();
  assert.equal(damaged, 0);
  const kept = readdirSync(path.join(state, 'quarantine')).toSorted();
  assert.deepEqual(kept, entries.flatMap(({ event }) => (event.is === 'broken' ? [event.undoId] : [])).toSorted());
  t.diagnostic(`${entries.length} entries, ${kept.length} kept`);
}
