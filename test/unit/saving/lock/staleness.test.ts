import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Abandonment } from '../../../../src/saving/lock/staleness.ts';

describe('a holder that is known by its renewals alone', () => {
  const now = 1_000_000;

  test('is not gone at the first look, however old its lock is: the machine may have slept', () => {
    assert.equal(new Abandonment(10_000).isProven({ renewedAt: 0, of: 'a' }, 0, now), false);
  });

  test('is gone when an old lock is not renewed for half of the time', () => {
    const silence = new Abandonment(10_000);
    const sign = { renewedAt: now - 11_000, of: 'a' };
    assert.equal(silence.isProven(sign, 0, now), false);
    assert.equal(silence.isProven(sign, 4_999, now), false);
    assert.equal(silence.isProven(sign, 5_000, now), true);
  });

  test('is gone after the whole time, whatever the wall clock says', () => {
    const silence = new Abandonment(10_000);
    const sign = { renewedAt: now + 1_000_000, of: 'a' };
    assert.equal(silence.isProven(sign, 0, now), false);
    assert.equal(silence.isProven(sign, 9_999, now), false);
    assert.equal(silence.isProven(sign, 10_000, now), true);
  });

  test('lives when it renews its lock, or when the lock is another', () => {
    const silence = new Abandonment(10_000);
    silence.isProven({ renewedAt: 1, of: 'a' }, 0, now);
    assert.equal(silence.isProven({ renewedAt: 2, of: 'a' }, 10_000, now), false);
    assert.equal(silence.isProven({ renewedAt: 2, of: 'b' }, 20_000, now), false);
    assert.equal(silence.isProven({ renewedAt: 2, of: 'b' }, 30_000, now), true);
  });

  test('is never gone where no time is set', () => {
    const silence = new Abandonment(Infinity);
    silence.isProven({ renewedAt: 1, of: 'a' }, 0, now);
    assert.equal(silence.isProven({ renewedAt: 1, of: 'a' }, 1e12, now), false);
  });
});
