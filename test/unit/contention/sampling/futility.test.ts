import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Futility } from '../../../../src/contention/sampling/futility.ts';

/** Notes so many holds, some ms apart, of which every so manieth is seen by one look alone; when it rests, or null. */
function restsAfter(futility: Futility, from: number, holds: number, everySingle: number): number | null {
  for (let i = 1; i <= holds; i++) {
    const now = from + i;
    futility.note(1, i % everySingle === 0 ? 1 : 0, now);
    if (futility.isFutile(now, false)) return i;
  }
  return null;
}

describe('looking often', () => {
  test('is futile where every second hold is seen by one look alone, and soon known again', () => {
    const futility = new Futility();
    const first = restsAfter(futility, 0, 200, 2) ?? assert.fail('never');
    assert.ok(first >= 20 && first <= 100, `${first}`);
    assert.ok((restsAfter(futility, first + 2000, 200, 2) ?? Infinity) < first);
  });

  test('is not where holds last a little longer than it takes to look twice', () => {
    assert.equal(restsAfter(new Futility(), 0, 10_000, 6), null);
  });

  test('is not where short holds are far apart', () => {
    const futility = new Futility();
    for (let now = 0; now < 10_000; now++) {
      futility.note(1, now % 10 === 0 ? 0 : 1, now);
      assert.ok(!futility.isFutile(now, false), `${now}`);
    }
  });

  test('is tried again after a while, and at once when nothing happens any more', () => {
    const futility = new Futility();
    const at = restsAfter(futility, 0, 200, 2) ?? assert.fail('never');
    assert.ok(futility.isFutile(at + 1900, false));
    assert.ok(!futility.isFutile(at + 2001, false));
    const again = 2100 + (restsAfter(futility, 2100, 200, 2) ?? assert.fail('not again'));
    let looks = 0;
    while (futility.isFutile(again + looks, true)) looks++;
    assert.ok(looks < 20, `${looks}`);
  });
});
