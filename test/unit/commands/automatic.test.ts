import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain, text } from '../../../src/base/text.ts';
import type { JournalEntry, JournalEvent } from '../../../src/breaking/journal-entry.ts';
import { describeAutomatic } from '../../../src/commands/automatic-words.ts';
import type { Broken } from '../../../src/commands/broken-words.ts';
import { wasPutBack } from '../../../src/commands/put-back.ts';
import { describeRecovered } from '../../../src/commands/recovered-words.ts';
import { aLock, now } from '../views/a-lock.ts';

const lock = aLock('stale');
const another = { ...lock.identity, ino: 99n };

function entry(event: JournalEvent, identity = lock.identity): JournalEntry {
  return { at: now, pid: 1, subject: { path: lock.path, kind: lock.kind, state: 'stale', forced: false, evidence: [], identity }, event };
}

const broken = { is: 'broken', undoId: 'a', entry: '/q/a', artifacts: [], method: 'exchange', recovered: false } as const;
const undone = { is: 'undone', undoId: 'a', left: [], recovered: false } as const;

suite('A lock that was put back', () => {
  test('is one whose break was undone, whatever was refused since', () => {
    assert.equal(wasPutBack(lock, []), false);
    assert.equal(wasPutBack(lock, [entry(broken)]), false);
    assert.equal(wasPutBack(lock, [entry(broken), entry(undone)]), true);
    assert.equal(wasPutBack(lock, [entry(broken), entry(undone), entry({ is: 'refused', why: 'changed' })]), true);
  });

  test('is one no more when the user has broken it again', () => {
    assert.equal(wasPutBack(lock, [entry(broken), entry(undone), entry(broken)]), false);
  });

  test('is that very lock and not another at its path', () => {
    assert.equal(wasPutBack(lock, [entry(broken, another), entry(undone, another)]), false);
  });
});

suite('What is told of automatic breaking', () => {
  const one = (name: string, parts: Partial<Broken> = {}): Broken => ({ is: 'broken', undoId: name, lock: aLock('stale', { path: `/ws/${name}.lock` }), method: 'exchange', health: { is: 'not-checkable' }, warnings: [], ...parts });
  const damaged = { health: { is: 'damaged', says: text('git complains.') } } as const;
  const words = (...locks: readonly Broken[]): string => describeAutomatic(locks, [{ name: 'ws', path: '/ws' }]).map(plain).join(' ');

  test('one by its name, with what its tool says', () => {
    assert.equal(words(one('a')), 'Broke a stale lock on a automatically. It is kept in quarantine.');
    assert.match(words(one('a', damaged)), /git complains\.$/);
  });

  test('many by some of their names', () => {
    assert.equal(words(one('a'), one('b')), 'Broke 2 stale locks automatically: those on a, b. They are kept in quarantine.');
    assert.equal(words(...['a', 'b', 'c', 'd', 'e'].map((name) => one(name))), 'Broke 5 stale locks automatically: those on a, b, c and 2 more. They are kept in quarantine.');
    assert.match(words(one('a'), one('b', damaged)), /Of 1 there is more to know: see the details\.$/);
  });
});

suite('What is told of acts that were cut short', () => {
  test('each in a sentence that names its lock', () => {
    for (const is of ['broken', 'returned', 'kept-apart', 'undone', 'none'] as const) assert.match(plain(describeRecovered({ path: '/ws/a.lock', is })), /\/ws\/a\.lock.*cut short.*\.$/, is);
  });
});
