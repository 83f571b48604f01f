// Holds of lock files and lock folders, as they are seen against what those who hold them say.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { InventorySource } from '../../src/contention/inventory-source.ts';
import { accuracyOf, type Accuracy, type Match } from './contention/accuracy.ts';
import { runLoad } from './contention/loads.ts';
import { Told } from './contention/told.ts';
import { git, makeRepo } from './demo/git-repo.ts';
import { inventories, shows, threaded, withInventory } from './demo/inventories.ts';
import { waitFor } from './demo/wait.ts';

/** The kernel's clock for files goes by ticks of up to so many ms, and it is all that tells of what had to wait to be heard. */
const tickMs = 10;

/** Whether a length is within 1 ms or 2 %, a tick at either end, and what the locker itself cannot tell. */
function isExplained({ truth, offMs }: Match): boolean {
  return Math.abs(offMs) <= Math.max(1, 0.02 * (truth.freed - truth.got)) + 2 * tickMs + (truth.looseMs ?? 0);
}

/** Each is told once, and nearly all with their length. */
function isGood(round: Accuracy | undefined): round is Accuracy {
  return round !== undefined && round.seen.length === round.holds && round.tooMany === 0 && round.seen.filter(isExplained).length >= 0.95 * round.holds;
}

const summary = (matches: readonly Match[]): string => `${matches.filter(({ isExact }) => isExact).length} of ${matches.length} within 1 ms or 2 %; ${matches.map(({ offMs }) => offMs.toFixed(1)).join(' ')}`;

describe('holds of lock files', { concurrency: false }, () => {
  for (const how of ['file', 'proper']) {
    test(`made by ${how === 'file' ? 'opening a file for itself' : 'proper-lockfile'} are seen, each with its length`, (t) =>
      withInventory(threaded, async (inventory, folder) => {
        const told = new Told();
        using _source = disposing(new InventorySource(inventory, told.take));
        // What is looked at for the first time takes long.
        await runLoad('file-load', how, 6, 60, path.join(folder, 'before.lock'));
        // A thread that is kept from its core for longer than from one hold to the next may take two for one, but not each time.
        const rounds: Accuracy[] = [];
        while (rounds.length === 0 || (rounds.length < 4 && !isGood(rounds.at(-1)))) {
          const at = path.join(folder, `job-${rounds.length}.lock`);
          const truths = await runLoad('file-load', how, 10, 20, 50, 100, at);
          const last = truths.at(-1)?.freed ?? Infinity;
          await waitFor(() => told.open.length === 0 && told.spans.some(({ to }) => (to ?? 0) > last - tickMs), 'the last release to be told');
          rounds.push(accuracyOf(truths, told.spans.filter(({ lock }) => lock === at)));
        }
        const round = rounds.at(-1);
        for (const { seen, holds } of rounds) t.diagnostic(`${holds} holds; ${summary(seen)}`);
        assert.ok(isGood(round), JSON.stringify(round));
        const { seen } = round;
        if (how === 'file') assert.ok(seen.filter(({ span, truth }) => span.actor.pid === truth.pid).length >= 0.9 * seen.length);
      }));
  }

  test('of git are one for each commit, at least as long as its hook takes', (t) =>
    withInventory(threaded, async (inventory, folder) => {
      const repo = await makeRepo(path.join(folder, 'repo'));
      const hook = path.join(repo, '.git', 'hooks', 'pre-commit');
      mkdirSync(path.dirname(hook), { recursive: true });
      writeFileSync(hook, '#!/bin/sh\nexec sleep 0.1\n');
      chmodSync(hook, 0o755);
      await inventory.refresh();
      const told = new Told();
      using _source = disposing(new InventorySource(inventory, told.take));
      const at = path.join(repo, '.git', 'index.lock');
      // The time of a file is at most a tick behind, and so is that of what had to wait to be heard.
      const long = (): Told['spans'] => told.spans.filter(({ lock, from, to }) => lock === at && to !== null && to - from >= 100 - 2 * tickMs);
      // A thread that is kept from its core for longer than from one commit to the next takes two for one.
      const [wanted, most] = [8, 24];
      let commits = 0;
      while (commits < wanted || (long().length < wanted && commits < most)) {
        writeFileSync(path.join(repo, 'notes.txt'), `${commits}\n`);
        await git(repo, 'commit', '--quiet', '-a', '-m', String(commits));
        commits++;
      }
      await waitFor(() => long().length >= wanted && told.open.length === 0, () => `${wanted} holds of the index; there are ${JSON.stringify(told.spans)}`);
      t.diagnostic(`${commits} commits; ${long().map(({ from, to }) => ((to ?? 0) - from).toFixed(1)).join(' ')}`);
      assert.ok(long().length <= commits);
      // Who is looked for too late is not known; nobody else is ever told.
      const commands = long().map(({ actor: { command } }) => command).filter((command) => command !== null);
      assert.ok(commands.every((command) => command.includes('commit')) && commands.length >= 0.75 * long().length, JSON.stringify(long().map(({ actor }) => actor)));
    }));

  test('that came and went in the midst of many others are all counted', () =>
    withInventory(inventories['in this thread'] ?? threaded, async (inventory, folder) => {
      const at = path.join(folder, 'job.lock');
      const told = new Told();
      using _source = disposing(new InventorySource(inventory, told.take));
      const own = (): Told['spans'] => told.spans.filter(({ lock }) => lock === at);
      const hold = (): void => {
        writeFileSync(at, '');
        rmSync(at);
      };
      writeFileSync(at, '');
      await shows(inventory, at, 'unknown');
      rmSync(at);
      await waitFor(() => own().length === 1 && told.open.length === 0, 'the first hold');
      // All that follows is heard in one turn, and is more than one turn looks at.
      const many = 600;
      for (let i = 0; i < many; i++) writeFileSync(path.join(folder, `${i}.lock`), '');
      for (let i = 0; i < 3; i++) hold();
      await waitFor(() => inventory.locks.length === many, 'the others to be told');
      await waitFor(() => own().length >= 4, () => `its other holds to be told; told: ${JSON.stringify(own())}`);
      assert.equal(own().length, 4, JSON.stringify(own()));
    }));

  test('that began before they were watched are called sampled, and end when their holder is killed', () =>
    withInventory(threaded, async (inventory, folder, crew) => {
      const at = path.join(folder, 'job.lock');
      const actor = crew.start({ command: process.execPath, args: ['-e', `require('fs').writeFileSync(${JSON.stringify(at)}, process.pid + '\\n'); console.log('ready'); setInterval(() => {}, 1000)`], cwd: folder });
      await shows(inventory, at, 'held');
      const told = new Told();
      using _source = disposing(new InventorySource(inventory, told.take));
      assert.deepEqual(told.open.map(({ actor: { pid }, certainty }) => [pid, certainty]), [[actor.pid, 'sampled']]);
      process.kill(actor.pid, 'SIGKILL');
      await waitFor(() => told.open.length === 0, 'its end to be told');
      assert.equal(told.spans[0]?.certainty, 'sampled');
    }));
});

function disposing(source: InventorySource): Disposable {
  return { [Symbol.dispose]: () => source.dispose() };
}
