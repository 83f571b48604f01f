import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import { BreakError } from '../../../../src/breaking/break-error.ts';
import type { JournalEntry, JournalEvent } from '../../../../src/breaking/journal-entry.ts';
import { journalPage } from '../../../../src/views/journal/page.ts';
import { resultsPage } from '../../../../src/views/journal/results.ts';
import { meaningOfEvent, titleOfEvent } from '../../../../src/views/journal/wording.ts';
import { text } from '../../../../src/base/text.ts';
import { aLock, now } from '../a-lock.ts';

const identity = { dev: 1n, ino: 2n, birthtimeNs: null, mtimeNs: 3n, size: 4n, contentHash: '' };
const kept = { undoId: 'the-id', entry: '/q/the-id', artifacts: [] };
const events: readonly JournalEvent[] = [
  { is: 'broken', method: 'exchange', recovered: false, ...kept },
  { is: 'broken', method: 'move', recovered: true, ...kept },
  { is: 'kept-apart', why: 'occupied', recovered: false, ...kept },
  { is: 'kept-apart', why: 'EIO', recovered: false, ...kept },
  { is: 'returned', why: 'changed', undoId: 'the-id', recovered: false },
  { is: 'returned', why: 'committed', undoId: 'the-id', recovered: false },
  { is: 'refused', why: 'never' },
  { is: 'refused', why: 'not-stale' },
  { is: 'refused', why: 'changed' },
  { is: 'refused', why: 'outside' },
  { is: 'undone', undoId: 'the-id', left: [], recovered: false },
  { is: 'undone', undoId: 'the-id', left: ['/ws/b'], recovered: true },
  { is: 'emptied', undoId: 'the-id' },
];

function entry(event: JournalEvent, path = '/ws/a.lock', at = now): JournalEntry {
  const evidence = [{ code: 'pid-dead', supports: 'stale', message: 'process 1 is not running' }] as const;
  return { at, pid: 6, subject: { path, kind: 'git-index', state: 'stale', forced: false, evidence, identity }, event };
}

describe('the page of the journal', () => {
  test('says so when nothing was done', () => assert.match(journalPage({ entries: [], damaged: 0 }, now, plain), /Nothing yet/));

  for (const event of events) {
    test(`tells of ${event.is}${'why' in event ? ` (${event.why})` : ''}`, () => {
      const page = journalPage({ entries: [entry(event)], damaged: 0 }, now, plain);
      assert.ok(page.includes(plain(titleOfEvent(event))));
      assert.doesNotMatch(page, /[{}]/);
      assert.match(page, /`\/ws\/a\.lock`/);
      assert.match(page, /- Process 1 is not running/);
      assert.notEqual(plain(meaningOfEvent(event)), '');
    });
  }

  test('is the newest first, and offers to undo only what can be', () => {
    const broken = (undoId: string, path: string): JournalEntry => entry({ is: 'broken', method: 'exchange', recovered: false, ...kept, undoId }, path);
    const page = journalPage({ entries: [broken('first', '/ws/1'), broken('second', '/ws/2'), entry({ is: 'undone', undoId: 'first', left: [], recovered: false }, '/ws/1')], damaged: 0 }, now, plain);
    assert.ok(page.indexOf('/ws/2') < page.lastIndexOf('/ws/1'));
    assert.match(page, /Undo with second/);
    assert.doesNotMatch(page, /Undo with first/);
    assert.match(page, /This break, first, was undone since\./);
    assert.match(page, /The break was first\./);
  });

  test('tells what was wanted of what was not stale, and what cannot be undone any more', () => {
    const forced = { ...entry({ is: 'refused', why: 'changed' }), subject: { ...entry({ is: 'refused', why: 'changed' }).subject, state: 'held', forced: true } } as const;
    const page = journalPage({ entries: [entry({ is: 'broken', method: 'move', recovered: false, ...kept }), entry({ is: 'emptied', undoId: 'the-id' }), forced], damaged: 0 }, now, plain);
    assert.match(page, /Refused[^]*It was held, and the user wanted it broken all the same\./);
    assert.match(page, /This break, the-id, cannot be undone any more\./);
  });

  test('a path is shown as it is, whatever it is made of', () => {
    const page = journalPage({ entries: [entry(events[0] ?? assert.fail(), '/ws/[x](command:evil)\n# `big`.lock')], damaged: 0 }, now, plain);
    assert.doesNotMatch(page, /^# `big/m);
    assert.match(page, /``\/ws\/\[x\]\(command:evil\)\\u\{a\}# `big`\.lock``/);
  });

  test('counts what it does not show', () => {
    const page = journalPage({ entries: Array.from({ length: 250 }, (_, i) => entry({ is: 'refused', why: 'never' }, `/ws/${i}.lock`)), damaged: 3 }, now, plain);
    assert.match(page, /And 50 before these/);
    assert.match(page, /3 lines of the journal could not be read/);
    assert.doesNotMatch(page, /\/ws\/49\.lock/);
  });
});

test('the results of several breaks, each with what there is to know', () => {
  const lock = aLock('stale', { path: '/ws/a.lock' });
  const page = resultsPage(
    [
      { lock, is: 'ended', outcome: { is: 'broken', lock, undoId: 'the-id', method: 'move', health: { is: 'damaged', says: text('git complains.') }, warnings: [text('Watch out.')] } },
      { lock: aLock('stale', { path: '/ws/b.lock' }), is: 'failed', error: new BreakError('EACCES', text('No permission.')) },
    ],
    [{ name: 'ws', path: '/ws' }],
    plain,
  );
  assert.match(page, /\n\| `a\.lock` \| Broken\. [^|]*git complains\.[^|]*could not be exchanged[^|]*Watch out\. \| `the-id` \|\n\| `b\.lock` \| No permission\. \| {2}\|\n/);
});
