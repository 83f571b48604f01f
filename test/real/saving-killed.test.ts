// A save is killed between every two of its steps, and at any moment, while another process reads the file.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KillingGround, kinds, type Kind } from './saving/killed.ts';
import { watched } from './saving/watched.ts';

const skip = process.platform === 'win32' && 'there is no SIGKILL';

/** More steps than any save has; so many would mean that it never ends. */
const mostSteps = 100;

describe('killed between two steps', { skip, concurrency: 2 }, () => {
  for (const kind of kinds) {
    test(`${kind.name}: the old content or the new, and the next save leaves nothing else`, async (t) => {
      const ground = new KillingGround(kind);
      t.after(() => ground.remove());
      const found = new Set<string | null>();
      const seen = await watched(ground.real, async () => {
        for (let step = 1; step <= mostSteps; step++) {
          ground.reset();
          const hasEnded = await ground.killBefore(step);
          found.add(ground.check());
          if (!hasEnded) continue;
          t.diagnostic(`${step - 1} steps`);
          return;
        }
        assert.fail('it never came to its end');
      });
      assert.deepEqual(found, new Set([startsEmpty(kind) ? null : 'a', 'b']));
      assert.ok(seen.a > 0, 'the reader has read');
      if (ground.isInPlace) return;
      assert.equal(seen.neither, 0);
      if (!startsEmpty(kind)) assert.equal(seen.nothing, 0);
    });
  }
});

function startsEmpty({ at }: Kind): boolean {
  return at === 'nothing' || at === 'dangling link';
}

describe('killed at any moment', { skip, concurrency: 2 }, () => {
  for (const kind of kinds.filter(({ name }) => ['a file', 'a large file', 'in place'].includes(name))) {
    test(kind.name, async (t) => {
      const ground = new KillingGround(kind);
      t.after(() => ground.remove());
      const seen = await watched(ground.real, async () => {
        for (let kills = 0; kills < 25; kills++) {
          await ground.killWithin(kind.size === 'large' ? 100 : 20);
          ground.check();
        }
      });
      assert.ok(seen.a > 0 && seen.b > 0, 'the reader has seen both');
      if (!ground.isInPlace) assert.deepEqual([seen.nothing, seen.neither], [0, 0]);
    });
  }
});
