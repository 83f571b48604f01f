// Real runs of the race lab, looked at like any other lock.
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import { ForkedLab } from '../../../src/race/real/forked-lab.ts';
import { noFaults, plainRequest, type Faults } from '../../../src/race/real/request.ts';
import type { RunResult } from '../../../src/race/real/result.ts';
import { liveDeadlocks } from '../../../src/contention/live-deadlocks.ts';
import type { Deadlock } from '../../../src/contention/wait-graph.ts';
import { answer, type Answers } from './answers.ts';
import { lockscope, until, workspaceFolder } from './extension.ts';

suite('Real runs', () => {
  let api: TestApi;
  let lab: ForkedLab;
  let answers: Answers;

  suiteSetup(async () => {
    api = await lockscope();
  });
  setup(() => {
    const { extensionPath } = vscode.extensions.getExtension('lockscope.lockscope') ?? assert.fail('no extension');
    lab = new ForkedLab(path.join(extensionPath, 'dist', 'race-runner.mjs'));
    answers = answer(() => undefined);
  });
  teardown(async () => {
    answers.dispose();
    await lab.close();
  });

  /** Runs while its folder is looked at. @param meanwhile is given the folder; the run ends when it resolves */
  async function run(scenario: string, strategy: string, faults: Partial<Faults>, meanwhile: (folder: string) => Promise<void>): Promise<void> {
    const request = { ...plainRequest(scenario, strategy, 3, { is: 'seconds', seconds: 60 }), faults: { ...noFaults, ...faults } };
    const cancel = new AbortController();
    const looked: vscode.Disposable[] = [];
    let folder: string | null = null;
    const onFolder = (made: string): void => {
      folder = made;
      looked.push(api.shown.roots.also(made));
    };
    const running: Promise<RunResult | null> = lab.run(request, { onProgress: () => undefined, onFolder }, cancel.signal).catch((error: unknown) => {
      if (!cancel.signal.aborted) throw error;
      return null;
    });
    try {
      await meanwhile(await Promise.race([until('its folder', () => folder), running.then(() => assert.fail('it ended too soon'))]));
    } finally {
      cancel.abort();
      await running;
      for (const one of looked) one.dispose();
    }
    const gone = folder ?? '';
    assert.equal(existsSync(gone), false);
    await until('no lock of it', () => locksIn(gone).length === 0);
    assert.equal(api.shown.view.message ?? '', '');
  }

  function locksIn(folder: string): readonly string[] {
    return api.locks().filter((lock) => lock.path.startsWith(folder)).map((lock) => lock.path);
  }

  async function shownIn(folder: string): Promise<boolean> {
    const groups = await api.shown.view.drawn();
    const below = await Promise.all(groups.map(({ node }) => api.shown.view.drawn(node)));
    return below.flat().some(({ node }) => node.type === 'lock' && node.lock.path.startsWith(folder));
  }

  for (const strategy of ['seed-lock-file', 'file-lock', 'flock']) {
    test(`the lock of ${strategy} is in the Locks view, and its holds are in the history`, async () => {
      await run('counter', strategy, { slowMs: 30 }, async (folder) => {
        await until('the lock in the view', () => shownIn(folder));
        const holders = (): ReadonlySet<number | null> => new Set(api.shown.history.spans.filter(({ is, lock }) => is === 'hold' && lock.startsWith(folder)).map(({ actor }) => actor.pid));
        await until('holds of two actors', () => [...holders()].filter((pid) => pid !== null).length >= 2);
      });
    });
  }

  test('a deadlock there is in the history, and nobody is told of it', async () => {
    await run('two-locks', 'opposite-orders-file-lock', {}, async (folder) => {
      const deadlocks = (): readonly Deadlock[] => liveDeadlocks(api.shown.history.spans.filter(({ lock, to }) => to === null && lock.startsWith(folder)));
      const { since } = await until('a deadlock', () => deadlocks()[0]);
      await until('time enough to tell of it', () => deadlocks().length > 0 && Date.now() - since > 2000);
    });
    assert.deepEqual(answers.shown, []);
  });

  test('a lock that goes stale there is neither told of nor counted nor broken by itself, as the same in the workspace is', async () => {
    const settings = vscode.workspace.getConfiguration('lockscope');
    await settings.update('breakStaleAutomatically', true, vscode.ConfigurationTarget.Global);
    const own = path.join(workspaceFolder().uri.fsPath, 'beside-a-run.lock');
    try {
      await run('counter', 'seed-lock-file', { kill: 1 }, async (folder) => {
        const stale = await until('a stale lock', () => api.locks().find(({ path: place, verdict }) => place.startsWith(folder) && verdict.state === 'stale'));
        assert.equal(api.shown.view.badge, undefined);
        assert.doesNotMatch(api.shown.statusBar() ?? '', /stale/);
        assert.equal(await vscode.commands.executeCommand('lockscope.breakAllStale'), undefined);
        // What goes stale after it is broken, and told, so that its own time has come as well.
        writeFileSync(own, '4194303\n');
        await until('word of the other lock', () => answers.shown.find(({ message }) => message.includes('beside-a-run')));
        assert.equal(existsSync(own), false);
        assert.ok(existsSync(stale.path));
      });
      assert.deepEqual(answers.shown.map(({ message }) => message), ['No lock in this workspace is proven stale and can be broken.', 'Broke a stale lock on beside-a-run automatically. It is kept in quarantine.']);
    } finally {
      rmSync(own, { force: true });
      await settings.update('breakStaleAutomatically', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
