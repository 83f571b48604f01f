// What the places where people look share: how each variant stands.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Lab, VariantId } from '../../../src/race/lab.ts';
import { ScenarioError } from '../../../src/race/model/scenario-error.ts';
import { NotedLab } from '../../../src/race/noted-lab.ts';
import { runSeveral } from '../../../src/race/run-several.ts';
import { LabAtOnce } from './screen-lab.ts';
import { untilDone } from './users.ts';

const plain: VariantId = { file: null, scenario: 'two-increments', variant: 'plain' };
const locked: VariantId = { ...plain, variant: 'locked' };
const nothing = (): void => undefined;

/** Explorations that end when they are told to. */
class LabOnRequest extends LabAtOnce {
  readonly #waiting: (() => void)[] = [];

  override async explore(...[variant, method, onProgress, signal]: Parameters<Lab['explore']>): ReturnType<Lab['explore']> {
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    return super.explore(variant, method, onProgress, signal);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  goOn(): void {
    this.#waiting.shift()?.();
  }
}

function verdictOf(lab: NotedLab, variant: VariantId): string {
  const standing = lab.standingOf(variant);
  return standing.is === 'found' ? standing.finding.verdict : standing.is;
}

describe('the lab that remembers', () => {
  it('knows how a variant stands before, while and after it runs, and tells', async () => {
    const inner = new LabOnRequest();
    const lab = new NotedLab(inner);
    const told: string[] = [];
    lab.onDidChange((variant) => told.push(verdictOf(lab, variant)));
    assert.equal(verdictOf(lab, plain), 'not-run');
    const exploring = lab.explore(plain, null, nothing, untilDone);
    assert.equal(verdictOf(lab, plain), 'running');
    assert.equal(verdictOf(lab, locked), 'not-run');
    inner.goOn();
    await exploring;
    assert.equal(verdictOf(lab, plain), 'FAILED');
    assert.deepEqual([told.at(0), told.at(-1)], ['running', 'FAILED']);
  });

  it('stands as before when a run is cancelled', async () => {
    const inner = new LabOnRequest();
    const lab = new NotedLab(inner);
    const stop = new AbortController();
    const exploring = lab.explore(plain, null, nothing, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(exploring, /enough/);
    assert.equal(verdictOf(lab, plain), 'not-run');
  });

  it('keeps no result of a file that changed meanwhile', async () => {
    const inner = new LabOnRequest();
    const lab = new NotedLab(inner);
    const ofFile = { ...plain, file: '/a.race.ts' };
    for (const changes of [false, true]) {
      const exploring = lab.explore(ofFile, null, nothing, untilDone);
      if (changes) lab.forget('/a.race.ts');
      inner.goOn();
      await exploring;
      assert.equal(verdictOf(lab, ofFile), changes ? 'not-run' : 'FAILED');
    }
  });

  it('keeps a proof when a search by chance comes to nothing', async () => {
    const lab = new NotedLab(new LabAtOnce());
    await lab.explore(locked, null, nothing, untilDone);
    await lab.explore(locked, { is: 'chance', seed: 1, runs: 3, pctDepth: null }, nothing, untilDone);
    assert.equal(verdictOf(lab, locked), 'PROVED');
  });

  it('remembers what is wrong with a scenario', async () => {
    const lab = new NotedLab(new LabAtOnce());
    const unknown = { ...plain, scenario: 'none' };
    await assert.rejects(lab.explore(unknown, null, nothing, untilDone), ScenarioError);
    assert.equal(verdictOf(lab, unknown), 'wrong');
  });
});

describe('a run of several variants', () => {
  it('has so many at once, and every result in order', async () => {
    const inner = new LabOnRequest();
    const all = [plain, locked, { ...plain, scenario: 'none' }, locked];
    const ended: string[] = [];
    const running = runSeveral(inner, all, 2, untilDone, { onEnd: ({ is }) => ended.push(is) });
    for (let left = all.length; left > 0; left -= 1) {
      assert.equal(inner.waiting, Math.min(left, 2));
      inner.goOn();
      while (ended.length < all.length - left + 1) await new Promise((resolve) => setImmediate(resolve));
    }
    const outcomes = await running;
    assert.deepEqual(outcomes.map((outcome) => (outcome.is === 'found' ? outcome.finding.verdict : outcome.is)), ['FAILED', 'PROVED', 'wrong', 'PROVED']);
    assert.deepEqual(outcomes.map(({ variant }) => variant), all);
  });

  it('cancels what runs and begins nothing more', async () => {
    const inner = new LabOnRequest();
    const stop = new AbortController();
    const begun: string[] = [];
    const running = runSeveral(inner, [plain, locked], 1, stop.signal, { onStart: ({ variant }) => begun.push(variant) });
    stop.abort(new Error('enough'));
    assert.deepEqual((await running).map(({ is }) => is), ['cancelled', 'cancelled']);
    assert.deepEqual(begun, ['plain']);
  });
});
