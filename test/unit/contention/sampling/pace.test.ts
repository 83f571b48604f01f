import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Budget } from '../../../../src/contention/sampling/budget.ts';
import { fastMs, idleMs, Pace, restingMs, watchedMs } from '../../../../src/contention/sampling/pace.ts';

const cheap = (): Budget => new Budget(() => 0, 0);

describe('the pace of looks', () => {
  test('is slow while nothing happens, and less so while somebody looks', () => {
    const pace = new Pace(cheap());
    assert.equal(pace.next(0, false), restingMs);
    assert.equal(pace.next(0, true), watchedMs);
  });

  test('is fast from a change or a hint on, for a while', () => {
    const pace = new Pace(cheap());
    pace.wake(1000);
    assert.equal(pace.next(2000, false), fastMs);
    pace.changed(2000);
    assert.equal(pace.next(11_999, false), fastMs);
    assert.equal(pace.next(12_001, false), idleMs);
    assert.equal(pace.next(72_001, false), restingMs);
  });

  test('keeps to a sixth of a core or so, whatever a look costs', () => {
    let spent = 0;
    let now = 0;
    const pace = new Pace(new Budget(() => spent, 0));
    const goOn = (until: number): void => {
      while (now < until) {
        pace.changed(now);
        spent += 0.5;
        now += 0.5 + pace.next(now, true);
      }
    };
    goOn(20_000);
    const [before, from] = [spent, now];
    goOn(60_000);
    const share = (spent - before) / (now - from);
    assert.ok(share > 0.12 && share < 0.19, `${share}`);
  });

  test('does not stand still for long after something that took much', () => {
    let spent = 0;
    let now = 0;
    const budget = new Budget(() => spent, 0);
    budget.stretch((now += 200));
    spent += 5000;
    budget.stretch((now += 200));
    let longest = 1;
    for (let i = 0; i < 20; i++) {
      const stretch = budget.stretch((now += 100));
      spent += 9 / stretch;
      longest = Math.max(longest, stretch);
    }
    assert.ok(longest < 3, `${longest}`);
    assert.equal(budget.stretch((now += 100)), 1);
  });

  test('lets what runs for the first time take longer', () => {
    let spent = 0;
    const budget = new Budget(() => spent, 0);
    spent = 500;
    assert.equal(budget.stretch(1000), 1);
    spent = 1100;
    assert.ok(budget.stretch(1200) > 1);
  });
});
