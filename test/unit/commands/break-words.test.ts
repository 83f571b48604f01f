import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain, text } from '../../../src/base/text.ts';
import { describeBroken, needsCare, type Broken } from '../../../src/commands/broken-words.ts';
import { describeNoLock } from '../../../src/commands/no-lock.ts';
import { aLock } from '../views/a-lock.ts';

function broken(parts: Partial<Broken> = {}): Broken {
  return { is: 'broken', undoId: '0mabcdefg-12345', lock: aLock('stale'), method: 'exchange', health: { is: 'not-checkable' }, warnings: [], ...parts };
}

const words = (parts: Partial<Broken>): string => describeBroken(broken(parts), '.git/index').map(plain).join(' ');

suite('What is told of a lock that was broken', () => {
  test('that it is kept, and nothing of what was not asked', () => {
    assert.equal(words({}), 'Broke the lock on .git/index. It is kept in quarantine.');
    assert.equal(needsCare(broken()), false);
  });

  test('what its tool says of what it protected', () => {
    const sound = { health: { is: 'sound', says: text('git reads the index without complaint.') } } as const;
    assert.equal(words(sound), 'Broke the lock on .git/index. It is kept in quarantine. git reads the index without complaint.');
    assert.equal(needsCare(broken(sound)), false);
    const unchecked = { health: { is: 'unchecked', says: text('It could not be checked.') } } as const;
    assert.match(words(unchecked), /It could not be checked\.$/);
    assert.equal(needsCare(broken(unchecked)), false);
    const damaged = { health: { is: 'damaged', says: text('git complains: {reason}', { reason: 'bad index' }) } } as const;
    assert.match(words(damaged), /git complains: bad index$/);
    assert.equal(needsCare(broken(damaged)), true);
  });

  test('that it was moved where it could not be exchanged', () => {
    assert.match(words({ method: 'move' }), /could not be exchanged here, so it was moved/);
  });

  test('what went wrong on the way', () => {
    const warned = { warnings: [text('{path} stays.', { path: 'x' })] };
    assert.match(words(warned), /x stays\.$/);
    assert.equal(needsCare(broken(warned)), true);
  });
});

suite('A path at which no lock stands', () => {
  test('is said not to be locked', () => {
    assert.equal(plain(describeNoLock('/ws/a.lock')), '/ws/a.lock is not locked.');
  });

  test('or is a manifest, which is no lock', () => {
    for (const manifest of ['/ws/yarn.lock', '/ws/go.sum', '/ws/dune.lock']) assert.equal(plain(describeNoLock(manifest)), `${manifest} pins versions and is no lock, so it is never broken.`);
  });
});
