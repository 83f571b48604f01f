import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSamples } from './build.samples.ts';
import { bytes, checkGarbled, checkNone, checkOther, checkSamples, link, pid, read } from './catalogue-sample.ts';

checkSamples('builds', buildSamples);

checkGarbled('builds', [
  { at: '/w/a.lock.db', content: '', why: 'nothing yet' },
  { at: '/w/a.lock.db', content: '#FileLock\n#Sat', why: 'cut before its id' },
  { at: '/w/hs.lck', content: bytes('4853514c4c4f434b 000001'), why: 'cut in its time' },
  { at: '/b/server/server.pid.txt', content: '', why: 'no pid yet' },
]);

checkNone('builds', [
  { at: '/w/lock', content: 'pid=27035\nowner=client\n', why: 'no folder, so it is not Bazel\'s' },
  { at: '/w/lock', content: 'name = "pid=1"\n', why: 'some text' },
  { at: '/w/db/db.lck', content: bytes('0024'), around: { '/w/db/seg0': [], '/w/db/dbex.lck': 'x' }, why: 'it belongs to dbex.lck' },
  { at: '/w/db.lck', content: 'anything', why: 'no Derby database around it' },
  { at: '/w/x.lck', content: bytes('4853514c4c4f434b 000001a1fdacbf4e 00'), why: 'longer than HSQLDB writes' },
  { at: '/w/game.mv.db', content: 'H4', why: 'no header of H2' },
  { at: '/w/a.lock.db', content: 'SQLite format 3', why: 'another database' },
  { at: '/w/bin/cache/lockfile', content: '', why: 'no Flutter around it' },
  { at: '/w/00LOCK-notes', content: 'text', why: 'a file' },
  { at: '/w/dune.lock', content: ['lock.dune'], why: 'the manifest of dune' },
  { at: '/w/dune.lock', content: [], why: 'the manifest of dune, empty' },
  { at: '/w/Cargo.lock', content: '', why: 'the manifest of cargo' },
  { at: '/w/gradle.lockfile', content: '4312', why: 'the manifest of Gradle' },
  { at: '/w/.build/.lock', content: 'a 1.2.3\nb 2.3.4\n', why: 'a list of versions' },
]);

checkOther('builds', 'gradle', [{ at: '/w/.gradle/notes.lock', content: 'words', why: 'a text' }, { at: '/w/.gradle/a.lock', content: bytes('00'.repeat(2000)), why: 'too long' }]);
checkOther('builds', 'lucene', [{ at: '/w/write.lock', content: '', why: 'no index around it' }]);
checkOther('builds', 'elasticsearch', [{ at: '/w/node.lock', content: '', why: 'no node around it' }]);
checkOther('builds', 'kafka', [{ at: '/w/.lock', content: '', why: 'no log folder around it' }]);
checkOther('builds', 'ccache', [{ at: '/w/a.lock', content: link('vm-26437-notes'), why: 'a link to something else' }]);
checkOther('builds', 'julia', [{ at: '/w/a.pidfile', content: '4242\n', why: 'a pid alone' }, { at: '/w/a.pidfile', content: '0 vm', why: 'no pid' }]);
checkOther('builds', 'rustc-incremental', [{ at: '/w/s-a-b.lock', content: '', why: 'another folder' }]);

describe('the heartbeat of HSQLDB', () => {
  const content = bytes('4853514c4c4f434b 000001a1fdacbf4e');
  test('counts once it was renewed', () => {
    assert.equal(read({ at: '/w/hs.lck', content, times: { bornAt: 1000, writtenAt: 11_000 } })?.heartbeat?.renewed, true);
    assert.equal(read({ at: '/w/hs.lck', content, times: { bornAt: 1000, writtenAt: 1003 } })?.heartbeat?.renewed, false);
  });
  test('H2 has none: it writes its file again only when somebody else did', () => {
    assert.equal(read({ at: '/w/a.lock.db', content: '#FileLock\nmethod=file\nid=1a1fdac6f4390dc5\n' })?.heartbeat, null);
  });
});

test('a ccache host may have dashes', () => {
  assert.deepEqual(read({ at: '/c/b.lock', content: link('build-7.lan-26437-1398-1795235174.1') })?.claim, pid(26437, 'build-7.lan'));
});
