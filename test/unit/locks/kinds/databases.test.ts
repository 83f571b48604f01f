import { bytes, checkGarbled, checkNone, checkOther, checkSamples } from './catalogue-sample.ts';
import { databaseSamples } from './databases.samples.ts';

checkSamples('databases', databaseSamples);

checkGarbled('databases', [
  { at: '/data/postmaster.pid', content: '', why: 'nothing yet' },
  { at: '/data/postmaster.pid', content: '223', why: 'a pid that may be cut' },
  { at: '/data/postmaster.pid', content: '22381\n/data\n17952', why: 'cut in its start' },
  { at: '/run/.s.PGSQL.5432.lock', content: '22381\n/data\n', why: 'cut after its folder' },
]);

checkNone('databases', [
  { at: '/w/LOCK', content: '', why: 'no database around it' },
  { at: '/w/LOCK', content: 'words', around: { '/w/CURRENT': '' }, why: 'a file with a content' },
  { at: '/w/LOCK', content: { type: 'unreadable', reason: 'EACCES' }, why: 'unreadable, and no database around it' },
  { at: '/w/lock.mdb', content: 'text', why: 'no reader table' },
  { at: '/w/grid-lock', content: '', why: 'an empty file' },
  { at: '/w/app.db-journal', content: '', why: 'a journal that was truncated' },
  { at: '/w/app.db-journal', content: bytes('00'.repeat(512)), why: 'a journal that was zeroed' },
  { at: '/w/my-journal', content: 'Dear diary\n', why: 'a diary' },
  { at: '/w/app.db-wal', content: '', why: 'nothing was written ahead' },
  { at: '/w/app.db-shm', content: 'text', why: 'no index' },
  { at: '/w/nodes.conf', content: 'server 10.0.0.1\n', why: 'another configuration' },
  { at: '/w/nodes.conf', content: { type: 'unreadable', reason: 'EACCES' }, why: 'nobody knows whose' },
  { at: '/w/data/lock', content: '', why: 'no Prometheus around it' },
  { at: '/w/postmaster.pid', content: 'see the manual\n', why: 'some text' },
]);

checkOther('databases', 'wiredtiger', [{ at: '/w/WiredTiger.lock', content: '', why: 'another content' }]);
checkOther('databases', 'postgresql', [{ at: '/w/postmaster.pid', content: '22381\nnotes\n1795234562\n54399\n\n\n', why: 'no folder in its second line' }]);
