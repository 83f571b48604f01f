import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pythonSamples } from './python.samples.ts';
import { checkGarbled, checkNone, checkOther, checkSamples, link, read } from './catalogue-sample.ts';

checkSamples('Python', pythonSamples);

const claims = '/w/a.lock.filelock/claims';
const token = '10b6ec865cb5391ea8de4cc5fd943534';
const waiter = 'aaaa8fe12dae64b5615882680a09bb8c';

checkGarbled('Python', [
  { at: '/w/a.lock', content: 'filelock/2\npid=197', why: 'a marker that is cut' },
  { at: '/w/a.lock', content: 'filelock/2\npid=19710\nhost=vm\nmode=lease', why: 'a marker whose last line has no end yet' },
  { at: `${claims}/held-v1-${token}.claim`, content: '', why: 'an empty claim' },
  { at: `${claims}/held-v1-${token}.claim`, content: `filelock-strict-v1\n${token}\n23`, why: 'a claim that is cut' },
  { at: '/w/.dvc/tmp/rwlock', content: '', why: 'an empty table' },
  { at: '/w/.dvc/tmp/rwlock', content: '{"write": {"/w/a"', why: 'a table that is cut' },
  { at: '/tmp/pytest-of-ann/pytest-3/.lock', content: '', why: 'no pid yet' },
  { at: '/r/jpserver-4242.json', content: '{"pid": 42', why: 'cut JSON' },
  { at: '/w/.dmypy.json', content: '', why: 'nothing yet' },
]);

checkNone('Python', [
  { at: '/w/a.lock', content: '1\nfilelock-strict-v1\0\n0\n', why: 'a sentinel, whose pid 1 is a decoy' },
  { at: '/w/a.lock', content: '1\nfilelock-strict-v1\0\n0\n', around: { [`${claims}/held-v1-${token}.claim`]: '' }, why: 'a sentinel beside a claim' },
  { at: `${claims}/intent-v1-${token}.claim`, content: '', around: { [`${claims}/held-v1-${token}.claim`]: '' }, why: 'an intent whose claim is held' },
  { at: `${claims}/held-v1-nothex.claim`, content: '', why: 'no token in the name' },
  { at: '/w/.dvc/tmp/rwlock', content: '{}', why: 'nobody uses any path' },
  { at: '/w/.dvc/tmp/rwlock', content: '{"read": {}, "write": {}}', why: 'nobody uses any path' },
  { at: '/w/.dvc/tmp/rwlock', content: 'stages:\n', why: 'no table' },
  { at: '/w/dvc.lock', content: ' 4242\n', why: 'the manifest of DVC' },
  { at: '/w/poetry.lock', content: '', why: 'the manifest of Poetry' },
  { at: '/w/uv.lock', content: '', why: 'the manifest of uv' },
  { at: '/c/pkgs/cache/a.json', content: '{}', why: 'a pkgs folder that is not conda\'s' },
  { at: '/r/jpserver-4242.json', content: '{"pid": 4243, "port": 8888}', why: 'another pid than in its name' },
  { at: '/r/jpserver-4242.json', content: '[1]', why: 'other JSON' },
  { at: '/w/.dmypy.json', content: '{"pid": 29179}', why: 'no connection' },
  { at: '/w/torch_extensions/lock', content: 'words', why: 'a file with a content' },
  { at: '/w/lock', content: '', why: 'a lock of nobody knows what' },
  { at: '/w/a.matplotlib-lock', content: 'x', why: 'a file with a content' },
  {
    at: `/w/b.lock.rw/holders/${waiter}`,
    content: `filelock-rw/1\ntoken=${waiter}\npid=19513\nhost=vm\nnonce=x\n`,
    around: { '/w/b.lock.rw/gen': ['1'], '/w/b.lock.rw/gen/1': 'filelock-rw/1\ngeneration=1\nwriter=bbbb8fe12dae64b5615882680a09bb8c\n' },
    why: 'a participant that only waits',
  },
  { at: `/w/b.rw/holders/${waiter}`, content: 'other', why: 'a holders folder of something else' },
]);

checkOther('Python', 'filelock-soft', [
  { at: '/w/a.lock', content: '4312\nmill\nnotes\n', why: 'a third line that is no token' },
  { at: '/w/a.lock', content: '4312\nmill\n35141944849213', why: 'a token that is cut' },
]);
checkOther('Python', 'zc-lockfile', [
  { at: '/w/a.lock', content: '     22468\n', why: 'a pid that is right-aligned' },
  { at: '/w/a.lock', content: '22468\n', why: 'no leading space' },
]);
checkOther('Python', 'pylockfile', [
  { at: '/w/a.lock', content: ['pid'], why: 'a folder with a pid file' },
  { at: '/w/a.lock', content: [], why: 'an empty folder' },
  { at: '/w/a.lock', content: link('../b.lock'), why: 'a link to another file' },
]);

describe('a start token of filelock', () => {
  test('that only looks like one names no boot, so that it proves nothing', () => {
    const claim = read({ at: '/w/a.lock', content: `4312\nvm\n${'9'.repeat(57)}\n` })?.claim;
    assert.ok(claim?.by === 'pid' && claim.mark === null);
  });
});

describe('what a lock with a secret says', () => {
  test('the token of a Jupyter server is in nothing that was read', () => {
    const reading = read({ at: '/r/jpserver-4242.json', content: '{"pid": 4242, "port": 8888, "token": "53cr3t"}' });
    assert.ok(reading !== null && !JSON.stringify(reading).includes('53cr3t'));
  });
});
