import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plain, text } from '../../../src/base/text.ts';
import type { BreakResult } from '../../../src/breaking/break-all.ts';
import { BreakError } from '../../../src/breaking/break-error.ts';
import type { BreakOutcome } from '../../../src/breaking/outcome.ts';
import { summaryOf } from '../../../src/commands/break-all-summary.ts';
import { aLock } from '../views/a-lock.ts';

const lock = aLock('stale');
const broken: BreakOutcome = { is: 'broken', lock, undoId: 'id', method: 'exchange', health: { is: 'not-checkable' }, warnings: [] };

function ended(outcome: BreakOutcome): BreakResult {
  return { lock, is: 'ended', outcome };
}

function said(meant: number, results: readonly BreakResult[]): string {
  const { sentences, isAllWell } = summaryOf(meant, results);
  return `${isAllWell ? '' : '! '}${sentences.map(plain).join(' ')}`;
}

describe('what several breaks came to, in a sentence or two', () => {
  test('one', () => assert.equal(said(1, [ended(broken)]), 'Broke 1 stale lock. It is kept in quarantine.'));
  test('all', () => assert.equal(said(2, [ended(broken), ended(broken)]), 'Broke 2 stale locks. They are kept in quarantine.'));
  test('all but what was released', () => {
    assert.equal(said(3, [ended(broken), ended({ is: 'released', path: '' }), ended({ is: 'released', path: '' })]), 'Broke 1 of 3 stale locks. 2 were released meanwhile.');
  });
  test('another window was quicker', () => assert.equal(said(1, [ended({ is: 'broken-elsewhere', path: '', undoId: 'x', at: 0, pid: 1 })]), 'Broke 0 of 1 stale locks. 1 was broken by another window or terminal.'));
  test('stopped', () => assert.equal(said(3, [ended(broken)]), 'Broke 1 of 3 stale locks. You stopped before the last 2.'));
  test('a failure is to be looked into', () => assert.equal(said(1, [{ lock, is: 'failed', error: new BreakError('EACCES', text('No.')) }]), '! Broke 0 of 1 stale locks. 1 could not be broken.'));
  test('so is a collision', () => assert.match(said(1, [ended({ is: 'collision', path: '', undoId: '', keptAt: '' })]), /^! .*two holders/));
  test('so is what git complains about', () => assert.match(said(1, [ended({ ...broken, health: { is: 'damaged', says: text('') } })]), /^! Broke 1 stale lock\. It is kept in quarantine\. Of 1 there is more to know/));
});
