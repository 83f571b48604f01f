import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { LockStream } from '../../../../src/system/linux/lock-stream.ts';

describe('the stream of locks', () => {
  test('is one object for as long as the text is the same, and grows with it', (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-stream-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'locks');
    writeFileSync(file, '');
    const stream = LockStream.open(file) ?? assert.fail('not opened');
    t.after(() => stream.dispose());
    const look = (text: string): void => {
      writeFileSync(file, text);
      const listing = stream.look();
      assert.equal(listing.text, text);
      assert.equal(stream.look(), listing);
    };
    look('');
    look('1: a\n');
    look('1: b\n');
    look('1: b\n2: c\n');
    look('x'.repeat(30_000));
    writeFileSync(file, 'y'.repeat(200_000));
    assert.equal(stream.look().text.length, 200_000);
    look('1: b\n');
    look('');
  });

  test('is not there where there is no list', () => assert.equal(LockStream.open('/does/not/exist'), null));
});
