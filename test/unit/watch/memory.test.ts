import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asMemory, memoryKey, mostEntries, readMemory } from '../../../src/watch/memory.ts';
import { nothingRemembered, type Remembered } from '../../../src/watch/remembered.ts';
import { observed } from '../locks/site.ts';

const creator = { pid: 7, command: 'git commit', user: 'ada', cwd: '/w', startedAt: 5, startMark: '55' };
const remembered: Remembered = { ...nothingRemembered, creators: { processes: [creator], isCertain: true }, renewalMs: 5000 };
const lock = observed('/w/a.lock', '');

/** What a store gives back: the same, by way of JSON. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what is remembered of locks', () => {
  test('comes back in the same boot', () => {
    const back = readMemory(stored(asMemory('boot', [[lock, remembered]])), 'boot');
    assert.deepEqual(back.get(memoryKey(lock) ?? ''), remembered);
  });

  test('is nothing in another boot, or where the boot has no name', () => {
    const memory = stored(asMemory('boot', [[lock, remembered]]));
    assert.equal(readMemory(memory, 'another').size, 0);
    assert.equal(readMemory(memory, null).size, 0);
  });

  test('belongs to one lock and not to its successor', () => {
    assert.notEqual(memoryKey(lock), memoryKey(observed('/w/a.lock', '', { bornAt: 1001, writtenAt: 1001 })));
    assert.equal(memoryKey(observed('/w/a.lock', '', { bornAt: null, writtenAt: 1001 })), null);
  });

  test('keeps only what is worth it, so many at most, and no more of a process than names it', () => {
    const talkative = { ...creator, argv: ['git', 'secret'] };
    const many = Array.from({ length: mostEntries + 10 }, (_, i) => [observed(`/w/${i}.lock`, ''), { ...remembered, creators: { processes: [talkative], isCertain: true } }] as const);
    const memory = asMemory('boot', [[lock, nothingRemembered], ...many]);
    assert.equal(memory.entries.length, mostEntries);
    assert.ok(!JSON.stringify(memory).includes('secret'));
  });

  test('is read with care: what is not of its form is left out', () => {
    const good = { key: 'k', remembered };
    for (const bad of [
      null,
      { key: 'k' },
      { key: 'k', remembered: { ...remembered, creators: { processes: [{ ...creator, startMark: null }], isCertain: true } } },
      { key: 'k', remembered: { ...remembered, creators: 'x' } },
      { key: 'k', remembered: { ...remembered, creators: [creator] } },
      { key: 'k', remembered: { ...remembered, renewalMs: '5' } },
      { key: 3, remembered },
    ]) {
      assert.equal(readMemory(stored({ bootId: 'boot', entries: [bad] }), 'boot').size, 0, JSON.stringify(bad));
    }
    assert.equal(readMemory(stored({ bootId: 'boot', entries: [good] }), 'boot').size, 1);
    for (const bad of [undefined, 'x', [], { bootId: 'boot' }, { bootId: 'boot', entries: {} }]) assert.equal(readMemory(bad, 'boot').size, 0);
  });
});
