import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { builtInKinds } from '../../../../src/locks/kinds/index.ts';
import { observed, siteOf } from '../site.ts';

describe("GnuPG's files beside a lock", () => {
  test('one that is not the same file is of another lock of that process', () => {
    const content = '     29803\nvm\n';
    const own = observed('/h/.#lk0x0001.vm.29803', content);
    const other = observed('/h/.#lk0x0002.vm.29803', content);
    const others = { ...other, identity: { ...other.identity, ino: 7n } };
    const reading = builtInKinds.read(siteOf(observed('/h/trustdb.gpg.lock', content), null, [own, others]));
    assert.deepEqual(reading?.companions, [own.path]);
  });
});
