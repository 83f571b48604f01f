import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import type { LockNode } from '../../../../src/views/locks/nodes.ts';
import { Ages } from '../../../../src/views/locks/ages.ts';
import { aLock, now } from '../a-lock.ts';

/** Ages over some nodes, on a clock that the test moves on. */
function stage(t: TestContext, nodes: LockNode[]): { ages: Ages; drawn: string[][]; pass: (ms: number) => void } {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now });
  const clock = { now: () => Date.now() };
  const drawn: string[][] = [];
  const redraw = (aged: readonly LockNode[]): void => {
    drawn.push(aged.map(({ lock }) => lock.path));
    for (const node of aged) node.drawnAt = clock.now();
  };
  const ages = new Ages(() => nodes, redraw, clock);
  t.after(() => ages.dispose());
  // In small steps: a callback of mocked timers sees the time at the end of the step.
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 100) t.mock.timers.tick(100);
  };
  return { ages, drawn, pass };
}

function nodeAged(ms: number, path: string): LockNode {
  const lock = aLock('held', { path, acquiredAt: now - ms });
  return { type: 'lock', lock, drawnAt: now };
}

suite('Ages', () => {
  test('only what reads differently is drawn', (t) => {
    const { ages, drawn, pass } = stage(t, [nodeAged(5000, '/young'), nodeAged(7_200_000, '/old')]);
    ages.running = true;
    pass(1000);
    assert.deepEqual(drawn, [['/young']]);
  });

  test('an older lock is drawn no more often than every 5 s', (t) => {
    const { ages, drawn, pass } = stage(t, [nodeAged(192_000, '/a')]);
    ages.running = true;
    pass(4000);
    assert.equal(drawn.length, 0);
    pass(6000);
    assert.equal(drawn.length, 2);
  });

  test('they stand still for 10 s when a tooltip opens, which redrawing would close', (t) => {
    const { ages, drawn, pass } = stage(t, [nodeAged(5000, '/a')]);
    ages.running = true;
    pass(500);
    ages.hold();
    pass(9900);
    assert.equal(drawn.length, 0);
    pass(1500);
    assert.ok(drawn.length > 0);
  });

  test('they stand still while nobody looks, and are right again at once', (t) => {
    const { ages, drawn, pass } = stage(t, [nodeAged(5000, '/a')]);
    pass(5000);
    assert.deepEqual(drawn, []);
    ages.running = true;
    assert.deepEqual(drawn, [['/a']]);
    ages.running = false;
    pass(5000);
    assert.equal(drawn.length, 1);
  });

  test('many locks tick less often', (t) => {
    const { ages, drawn, pass } = stage(t, Array.from({ length: 1000 }, (_, i) => nodeAged(5000, `/${i}`)));
    ages.running = true;
    pass(10_500);
    assert.equal(drawn.length, 1);
  });

  test('without locks no timer runs; the first that comes starts it', (t) => {
    const nodes: LockNode[] = [];
    const { ages, drawn, pass } = stage(t, nodes);
    ages.running = true;
    pass(5000);
    nodes.push(nodeAged(0, '/a'));
    ages.wake();
    pass(1000);
    assert.deepEqual(drawn, [['/a']]);
  });

  test('what was never drawn is not drawn for its age', (t) => {
    const { ages, drawn, pass } = stage(t, [{ ...nodeAged(5000, '/a'), drawnAt: null }]);
    ages.running = true;
    pass(3000);
    assert.deepEqual(drawn, []);
  });
});
