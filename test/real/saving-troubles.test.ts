// A full disk, short writes, mount points, permissions: the old content is there, or all of the new one; nothing else is left.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noStage, staged, type Met } from './saving/staged.ts';

/** What is said of each trouble, without and with consent to writing in place. */
const says: Readonly<Record<string, readonly [string, string]>> = {
  'the disk is full': ['ENOSPC', 'ENOSPC'],
  'the disk fills up while it is written in place': ['asked', 'ENOSPC'],
  'writes are cut short': ['saved', 'saved'],
  'calls are interrupted (EINTR)': ['saved', 'saved'],
  'fsync fails (EIO)': ['EIO', 'EIO'],
  'rename is refused (EPERM)': ['EPERM', 'EPERM'],
  'rename crosses devices (EXDEV)': ['asked', 'saved'],
  'the file is a bind mount (EBUSY)': ['asked', 'saved'],
  'the folder is mounted read-only, the file not': ['asked', 'saved'],
  'all is mounted read-only (EROFS)': ['EROFS', 'EROFS'],
  'the folder may not be written to': ['asked', 'saved'],
  'the file may not be written to': ['EACCES', 'EACCES'],
  "another's file in a sticky folder": ['asked', 'saved'],
  'the file is immutable': ['EPERM', 'EPERM'],
};

describe('troubles', { skip: noStage }, () => {
  const tools = ['lockscope', 'lockscope --in-place'];
  const rows = noStage === false ? staged('troubles', tools) : [];

  for (const met of rows) {
    test(`${met.tool}: ${met.trouble}`, () => check(met, says[met.trouble]?.[tools.indexOf(met.tool)]));
  }

  test('those that need no root were met', () => assert.ok(rows.length >= 20, `${rows.length}`));
});

function check(met: Met, expected: string | undefined): void {
  assert.equal(met.says, expected, met.message);
  assert.equal(met.holds, met.says === 'saved' ? 'new' : 'old');
  assert.deepEqual(met.left, []);
  if (met.says !== 'saved' && met.says !== 'asked') assert.match(met.message, /was not saved[^]*(intact|as it was|not touched)/);
}
