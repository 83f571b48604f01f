import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain } from '../../../src/base/text.ts';
import { summarize } from '../../../src/views/summary.ts';
import { aLock } from './a-lock.ts';

suite('The status bar', () => {
  test('is quiet when all is well', () => {
    assert.equal(summarize([aLock('held'), aLock('suspect')], 'whenNotable'), null);
  });

  test('warns of stale locks', () => {
    const summary = summarize([aLock('stale'), aLock('held'), aLock('stale')], 'whenNotable');
    assert.ok(summary);
    assert.equal(plain(summary.label), '2 stale');
    assert.equal(plain(summary.tooltip), '2 stale locks');
    assert.equal(summary.warning, true);
  });

  test('can always be there, without warning of what is in order', () => {
    const label = (...states: readonly ('held' | 'idle')[]): string | undefined => {
      const summary = summarize(states.map((state) => aLock(state)), 'always');
      assert.equal(summary?.warning, false);
      return summary === null ? undefined : plain(summary.label);
    };
    assert.equal(label('idle'), 'No locks');
    assert.equal(label('held'), '1 lock');
    assert.equal(label('held', 'held'), '2 locks');
  });

  test('can never be there', () => {
    assert.equal(summarize([aLock('stale')], 'never'), null);
  });
});
