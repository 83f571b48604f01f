import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import { parseCustomKinds } from '../../../../src/locks/kinds/custom.ts';
import { kindsWith } from '../../../../src/locks/kinds/index.ts';
import type { Claim, Reading } from '../../../../src/locks/kinds/kind.ts';
import type { Artifact } from '../../../../src/locks/observation.ts';
import { observed, siteOf, type Times } from '../site.ts';
import { link, pid } from './catalogue-sample.ts';

type Entry = Readonly<Record<string, unknown>>;

function readWith(entry: Entry, at: string, content: string | readonly string[] | Artifact, times?: Times): Reading | null {
  const { kinds, problems } = parseCustomKinds([entry]);
  assert.deepEqual(problems.map(plain), []);
  return kindsWith(kinds).read(siteOf(observed(at, content, times)));
}

const busy: Entry = { name: 'Busy marker', pattern: 'build/*.busy' };
const garbled: Claim = { by: 'garbled', reason: 'half-written' };

describe('a format of a user', () => {
  test('needs no more than a name and a pattern', () => {
    const reading = readWith(busy, '/w/build/app.busy', '');
    assert.deepEqual(
      { ...reading },
      {
        kind: 'custom-1',
        title: 'Busy marker',
        resource: '/w/build/app',
        basis: 'existence',
        claim: { by: 'nobody' },
        claimedAt: null,
        claimWrittenAt: null,
        heartbeat: null,
        search: null,
        companions: [],
        mayOutlive: false,
        breaking: 'remove',
        ways: [],
        endsByRename: false,
        check: null,
      },
    );
    assert.equal(readWith(busy, '/w/other/app.busy', ''), null);
    assert.equal(readWith(busy, '/w/build/app.busy', []), null);
  });

  test('comes before those that are built in', () => {
    assert.equal(readWith({ name: 'Mine', pattern: 'run/*.pid', pid: 'content' }, '/w/run/a.pid', '4312')?.title, 'Mine');
  });

  test('never reads a manifest, wherever its pattern would', () => {
    assert.equal(readWith({ name: 'Mine', pattern: 'build/*.lock', pid: 'content' }, '/w/build/Cargo.lock', '4312'), null);
  });

  const claims: readonly (readonly [spec: Entry, content: string | Artifact, claim: Claim])[] = [
    [{ pid: 'content' }, ' 4312 \n', pid(4312)],
    [{ pid: 'content' }, '{"pid": 4312, "host": "vm"}', pid(4312, 'vm')],
    [{ pid: 'content' }, '', garbled],
    [{ pid: 'content' }, 'soon', garbled],
    [{ pid: { json: 'owner.pid' } }, '{"owner": {"pid": 4312}}', pid(4312)],
    [{ pid: { json: 'owner.pid' } }, '{"owner": {"pid"', garbled],
    [{ pid: { json: 'owner.pid' } }, '{"owner": 4312}', garbled],
    [{ pid: { json: 'constructor.length' } }, '{}', garbled],
    [{ pid: { json: 'owner.pid' }, host: { json: 'owner.host' } }, '{"owner": {"pid": 4312, "host": "mill"}}', pid(4312, 'mill')],
    [{ pid: { json: 'pid' }, host: { json: 'host' } }, '{"pid": 4312}', garbled],
    [{ pid: { json: 'pid' }, host: { json: 'host' } }, '{"pid": 4312, "host": "localhost"}', pid(4312)],
    [{ pid: { line: 2 }, host: { line: 1 } }, 'mill\r\n4312\r\n', pid(4312, 'mill')],
    [{ pid: { line: 2 } }, 'mill\n', garbled],
    [{ pid: { match: 'by #(\\d+)' } }, 'held by #4312 since', pid(4312)],
    [{ pid: { match: 'by #(\\d+)' } }, 'held by #99999999', garbled],
    [{ pid: { match: ':(\\d+)$' }, type: 'symlink' }, link('mill:4312'), pid(4312)],
    [{ pid: 'content', type: 'symlink' }, link('4312'), pid(4312)],
  ];
  for (const [spec, content, claim] of claims) {
    test(`${JSON.stringify(spec)} reads ${JSON.stringify(content)}`, () => {
      assert.deepEqual(readWith({ ...busy, ...spec }, '/w/build/app.busy', content)?.claim, claim);
    });
  }

  test('may have the pid in its name, and without one it is another file', () => {
    const entry = { name: 'Job', pattern: 'jobs/*-*.run', pid: 'name' };
    assert.deepEqual(readWith(entry, '/w/jobs/copy-4312.run', '')?.claim, pid(4312));
    assert.equal(readWith(entry, '/w/jobs/copy-all.run', ''), null);
    assert.deepEqual(readWith({ ...entry, type: 'folder' }, '/w/jobs/copy-4312.run', ['a'])?.claim, pid(4312));
  });

  test('may hold by a kernel lock: then its file may stay, and is not removed', () => {
    const reading = readWith({ ...busy, holds: 'kernel-lock' }, '/w/build/app.busy', '');
    assert.equal(reading?.basis, 'kernel-on-lasting-file');
    assert.equal(reading.breaking, 'end-holder');
  });

  test('may have a heartbeat, which counts once it was renewed', () => {
    const entry = { ...busy, heartbeatSeconds: 5 };
    const beating = readWith(entry, '/w/build/app.busy', '', { bornAt: 1000, writtenAt: 6000 });
    assert.deepEqual(beating?.heartbeat, { renewed: true, usualMs: 5000, takenOverAfterMs: 20_000 });
    assert.equal(beating.search, 'anybody');
    assert.equal(readWith(entry, '/w/build/app.busy', '', { bornAt: 1000, writtenAt: 1100 })?.heartbeat?.renewed, false);
  });

  test('may be broken by a command, in which the path is one word whatever it has in it', () => {
    const reading = readWith({ ...busy, breaking: { command: ['tool', 'unlock', '--file=${path}'] } }, '/w/build/a $& b.busy', '');
    assert.equal(reading?.breaking, 'tool-command');
    assert.deepEqual(reading.ways.map(({ argv, cwd }) => ({ argv, cwd })), [{ argv: ['tool', 'unlock', '--file=/w/build/a $& b.busy'], cwd: '/w/build' }]);
    assert.equal(readWith({ ...busy, breaking: 'never' }, '/w/build/app.busy', '')?.breaking, 'never');
  });
});

describe('a format of a user that is wrong', () => {
  const wrong: readonly (readonly [entry: unknown, says: RegExp])[] = [
    ['build/*.busy', /^Lock kind #2 must be an object/],
    [{ pattern: 'a.busy' }, /^Lock kind #2 needs a "name"/],
    [{ name: 'A\nB', pattern: 'a.busy' }, /needs a "name"/],
    [{ name: 'A' }, /^Lock kind "A" needs a "pattern"/],
    [{ name: 'A', pattern: '*' }, /"\*" fits every file/],
    [{ name: 'A', pattern: 'build/**' }, /"build\/\*\*" fits every file/],
    [{ name: 'A', pattern: 'build/' }, /only names with one \/ between them/],
    [{ name: 'A', pattern: '*.lock' }, /also fits \S+\.lock, which pins versions/],
    [{ name: 'A', pattern: '**/*.lock' }, /also fits/],
    [{ name: 'A', pattern: '*.json' }, /also fits/],
    [{ name: 'A', pattern: 'build/Cargo.lock' }, /also fits Cargo\.lock/],
    [{ name: 'A', pattern: 'package-lock.json' }, /also fits package-lock\.json/],
    [{ name: 'A', pattern: 'Pods/*.lock' }, /also fits Pods\/Manifest\.lock/],
    [{ name: 'A', pattern: '../a.busy' }, /no \\, \. or \.\./],
    [{ name: 'A', pattern: 'build\\a.busy' }, /no \\, \. or \.\./],
    [{ name: 'A', pattern: 'a*a*a*a*a.busy' }, /at most 3 \* in a name/],
    [{ ...busy, type: 'directory' }, /"type" must be one of "file", "folder", "symlink"/],
    [{ ...busy, holds: 'flock' }, /"holds" must be one of "existence", "kernel-lock"/],
    [{ ...busy, pid: 'contents' }, /"pid" must be "content", "name"/],
    [{ ...busy, pid: { line: 0 } }, /"pid" must be/],
    [{ ...busy, pid: { json: 'a..b' } }, /"pid" must be/],
    [{ ...busy, pid: { json: 'a', line: 1 } }, /"pid" must be/],
    [{ ...busy, pid: { match: '(\\d+)+' } }, /"match" is "\(\\d\+\)\+", and /],
    [{ ...busy, pid: { match: '\\d+' } }, /it has 0 groups/],
    [{ ...busy, pattern: 'busy', pid: 'name' }, /needs a \* in the place of the pid/],
    [{ ...busy, type: 'folder', pid: 'content' }, /a folder has no content/],
    [{ ...busy, host: { line: 1 } }, /"host" needs a "pid"/],
    [{ ...busy, pid: 'content', host: { match: '(a)' } }, /"host" must be/],
    [{ ...busy, heartbeatSeconds: 0 }, /"heartbeatSeconds" must be a number/],
    [{ ...busy, heartbeatSeconds: Number.NaN }, /"heartbeatSeconds" must be a number/],
    [{ ...busy, heartbeatSeconds: 5, holds: 'kernel-lock' }, /"heartbeatSeconds" says nothing/],
    [{ ...busy, breaking: 'remove', holds: 'kernel-lock' }, /cannot be "remove"/],
    [{ ...busy, breaking: { command: [] } }, /"breaking" must be/],
    [{ ...busy, breaking: { command: ['${path}'] } }, /the tool itself without/],
    [{ ...busy, breaking: { command: ['tool\nrm'] } }, /"breaking" must be/],
    [{ ...busy, heartbeat: 5 }, /has "heartbeat", which means nothing/],
  ];
  for (const [entry, says] of wrong) {
    test(`${JSON.stringify(entry)}: ${says.source}`, () => {
      const { kinds, problems } = parseCustomKinds([busy, entry]);
      assert.equal(kinds.length, 1, 'the good one stays');
      assert.match(problems.map(plain).join('\n'), says);
    });
  }

  test('a setting that is no list is one problem; none at all is none', () => {
    assert.match(plain(parseCustomKinds({}).problems[0] ?? { template: '', args: {} }), /must be a list/);
    assert.deepEqual(parseCustomKinds(undefined), { kinds: [], problems: [] });
  });

  test('more entries than are used are told', () => {
    const { kinds, problems } = parseCustomKinds(Array.from({ length: 101 }, () => busy));
    assert.equal(kinds.length, 100);
    assert.equal(problems.length, 1);
  });
});
