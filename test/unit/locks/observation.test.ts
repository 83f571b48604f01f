import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sameIdentity, type Identity } from '../../../src/locks/observation.ts';

const identity: Identity = { dev: 1n, ino: 2n, birthtimeNs: 3n, mtimeNs: 4n, size: 5n, contentHash: 'six' };

describe('the same lock, unchanged', () => {
  test('as it was', () => assert.ok(sameIdentity(identity, { ...identity })));
  for (const part of [{ dev: 0n }, { ino: 0n }, { birthtimeNs: 0n }, { mtimeNs: 0n }, { size: 0n }, { contentHash: '' }]) {
    test(`not with another ${Object.keys(part).join()}`, () => assert.ok(!sameIdentity(identity, { ...identity, ...part })));
  }
  test('also where one look could not tell its birth', () => {
    const untold = { ...identity, birthtimeNs: null };
    assert.ok(sameIdentity(identity, untold) && sameIdentity(untold, identity) && sameIdentity(untold, untold));
    assert.ok(!sameIdentity({ ...identity, mtimeNs: 0n }, untold));
  });
});
