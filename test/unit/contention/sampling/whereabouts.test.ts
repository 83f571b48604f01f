// Where a lock is whose holder the kernel does not tell, with the kernel's own list.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RootNames } from '../../../../src/contention/sampling/root-names.ts';
import { Whereabouts } from '../../../../src/contention/sampling/whereabouts.ts';
import { cannotLock } from '../../../real/contention/locker.ts';
import { beginOpenFileLock } from './open-file-lock.ts';

describe('the place of a lock of an open file', { skip: cannotLock }, () => {
  test('is found though the lock is out of the list when the search for it begins', async (t) => {
    const { folder, file, listed } = await beginOpenFileLock(t);
    const whereabouts = new Whereabouts(new RootNames([folder]));
    const { key } = listed.line;
    const locks = new Map([[key, listed]]);
    // Times of these looks are their own: nothing here depends on how long they take.
    assert.equal(whereabouts.find(locks, 0)(listed.line).is, 'unknown');
    whereabouts.plan(1);
    assert.ok(whereabouts.openers.isSearching);
    whereabouts.find(new Map(), 2);
    while (whereabouts.openers.isSearching) whereabouts.search(3);
    const place = whereabouts.find(locks, 4)(listed.line);
    assert.equal(place.is === 'below' ? place.lock.path : place.is, file);
  });
});
