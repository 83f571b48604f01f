import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { whoIsNext, type Kind, type Place } from '../../../../src/saving/lock/turns.ts';

type Named = Place & { readonly name: string };

/** "x1" wants it alone, "s2" shares it. */
function line(names: string, limit = 1): Named[] {
  return names.split(' ').filter(Boolean).map((name) => ({ name, kind: name.startsWith('x') ? 'exclusive' : 'shared', limit }));
}

function next(waiting: string, active = '', last: Kind | null = null, limit = 1): string {
  return whoIsNext({ waiting: line(waiting, limit), active: line(active, limit), last }).map(({ name }) => name).join(' ');
}

describe('whose turn it is', () => {
  test('the first who wants it alone, when nobody has it', () => {
    assert.equal(next('x1 x2'), 'x1');
    assert.equal(next('x2', 'x1'), '');
  });

  test('all who share it, when nobody wants it alone', () => {
    assert.equal(next('s1 s2'), 's1 s2');
    assert.equal(next('s3', 's1 s2', 'shared'), 's3');
  });

  test('a writer goes before readers, also before those who came first', () => {
    assert.equal(next('s1 s2 x1'), 'x1');
    assert.equal(next('s3 x1', 's1', 'shared'), '', 'those who read are waited for, and nobody joins them');
  });

  test('after a writer all who wait to read go first', () => {
    assert.equal(next('x2 s1 x3 s2', '', 'exclusive'), 's1 s2');
    assert.equal(next('x2 x3', '', 'exclusive'), 'x2');
  });

  test('nobody shares it with a writer', () => assert.equal(next('s1 s2', 'x1', 'exclusive'), ''));

  test('as many at a time as there are permits', () => {
    assert.equal(next('x3 x4', 'x1', 'exclusive', 2), 'x3');
    assert.equal(next('x3 x4', 'x1 x2', 'exclusive', 2), '');
  });

  test('whatever comes: nobody starves, and no writer has company', () => {
    // Every sequence of arrivals and departures up to a length, with one writer and two readers who come again and again.
    const walk = (waiting: Named[], active: Named[], last: Kind | null, depth: number, passed: ReadonlyMap<string, number>): void => {
      for (;;) {
        const chosen = whoIsNext({ waiting, active, last });
        if (chosen.length === 0) break;
        waiting = waiting.filter((one) => !chosen.includes(one));
        active = [...active, ...chosen];
        last = chosen[0]?.kind ?? last;
        passed = new Map([...passed, ...waiting.map((one): [string, number] => [one.name, (passed.get(one.name) ?? 0) + 1]), ...chosen.map((one): [string, number] => [one.name, 0])]);
      }
      assert.ok(!active.some(({ kind }) => kind === 'exclusive') || active.length === 1, 'a writer is alone');
      for (const [name, times] of passed) assert.ok(times <= 3, `${name} was passed ${times} times`);
      assert.ok(active.length > 0 || waiting.length === 0, 'somebody has it while somebody waits');
      if (depth === 0) return;
      for (const one of active) {
        walk(waiting, active.filter((other) => other !== one), last, depth - 1, passed);
        walk([...waiting, one], active.filter((other) => other !== one), last, depth - 1, passed);
      }
    };
    walk(line('x1 s1 s2 x2'), [], null, 7, new Map());
  });
});
