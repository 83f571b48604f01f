import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Slots, type Slot } from '../../../../src/contention/sampling/slots.ts';

describe('slots', () => {
  const dropped: string[] = [];
  const slots = new Slots<string>((value) => dropped.push(value));
  let there: readonly string[] = [];
  const fit = (count: number): readonly Slot<string>[] =>
    slots.fit('key', count, { isStill: (value) => there.includes(value), find: (known) => there.find((each) => !known.includes(each)) ?? null });

  test('stay what they are when it is found out whose they are', () => {
    const [unknown] = fit(1);
    assert.equal(unknown?.value, null);
    there = ['a'];
    const [known] = fit(1);
    assert.deepEqual(known, { id: unknown?.id, value: 'a' });
  });

  test('are others for others', () => {
    const [before] = fit(1);
    there = ['b'];
    const [after] = fit(1);
    assert.equal(after?.value, 'b');
    assert.notEqual(after.id, before?.id);
    assert.deepEqual(dropped, ['a']);
  });

  test('are fewer when one has gone and nobody is found, until another look says so', () => {
    there = [];
    assert.deepEqual(fit(1), []);
    assert.deepEqual(fit(1).map(({ value }) => value), [null]);
  });

  test('forget the unknown first', () => {
    there = ['c'];
    fit(1);
    fit(2);
    assert.deepEqual(fit(1).map(({ value }) => value), ['c']);
    slots.keep(() => false);
    assert.ok(dropped.includes('c'));
    assert.deepEqual([...slots], []);
  });
});
