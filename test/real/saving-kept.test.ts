// What a file has besides its content is kept by a save, or asked about.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noStage, staged } from './saving/staged.ts';

/** With consent, all is kept; without, these are asked about. */
const asked: ReadonlySet<string> = new Set(['hard link', 'bind mount', "another user's file", 'a group that one is not in']);

describe('what a file has', { skip: noStage }, () => {
  const rows = noStage === false ? staged('aspects', ['lockscope', 'lockscope --in-place']) : [];

  for (const { tool, aspect, says, left } of rows) {
    test(`${tool}: ${aspect}`, () => {
      assert.equal(says, tool === 'lockscope' && asked.has(aspect) ? 'asked' : 'kept');
      assert.deepEqual(left, []);
    });
  }

  test('what needs no root was looked at', () => assert.ok(rows.length >= 24, `${rows.length}`));
});
