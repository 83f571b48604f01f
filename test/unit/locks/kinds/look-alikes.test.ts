// What is called like a lock, and is none.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { builtInKinds } from '../../../../src/locks/kinds/index.ts';
import type { Artifact } from '../../../../src/locks/observation.ts';
import { observed, siteOf } from '../site.ts';

const kindAt = (at: string, content: Parameters<typeof observed>[1], gitDir: string | null = null): string | null => builtInKinds.read(siteOf(observed(at, content), gitDir))?.kind ?? null;
const bytes = (head: Buffer): Artifact => ({ type: 'file', head, whole: true });

describe('a look-alike is no lock', () => {
  const none: readonly (readonly [string, string, Parameters<typeof observed>[1]])[] = [
    ['a manifest that numbers its project', '/w/mod.lock', '{"lockfileVersion":1,"pid":3238222,"packages":{"a":{"version":"1.2.3"}}}'],
    ['a manifest that begins with a number', '/w/num.lock', '3000000\n1.2.3 4.5.6\n'],
    ['settings', '/w/conf.lock', 'port=8080\n'],
    ['definitions', '/w/proto.lock', '{"definitions":[{"protopath":"a.proto"}]}'],
    ['images', '/w/images.lock', 'nginx:1.25\nredis:7\n'],
    ['text of UTF-16', '/w/deps.x.lock', bytes(Buffer.from('name = "left-pad"\nversion = "1.2.3"\nsource = "registry"\n', 'utf16le'))],
    ['a folder of data', '/w/dev.lock', ['lock.dune', 'base.pkg']],
    ['the gains of a controller', '/w/controller.pid', '100000\n20000\n5000\n'],
  ];
  for (const [what, at, content] of none) test(what, () => assert.equal(kindAt(at, content), null));

  test('a link to a manifest', () => {
    const link = observed('/w/custom.lock', { type: 'symlink', target: 'shared/pins.txt' });
    assert.equal(builtInKinds.read(siteOf(link, null, [observed('/w/shared/pins.txt', 'left-pad 1.2.3\nright-pad 2.3.4\n')])), null);
    assert.equal(builtInKinds.read(siteOf(link, null, [observed('/w/shared/pins.txt', 'x')]))?.kind, 'file');
    assert.equal(builtInKinds.read(siteOf(link))?.kind, 'file');
  });

  test('a manifest in a bare repository, and what else people keep there', () => {
    assert.equal(kindAt('/w/project/Cargo.lock', '', '/w/project'), null);
    assert.equal(kindAt('/w/project/.git/Cargo.lock', '', '/w/project/.git'), null);
    assert.notEqual(kindAt('/w/project/deploy.lock', '', '/w/project'), 'git-other');
    assert.equal(kindAt('/w/project/refs/heads/Cargo.lock', '', '/w/project'), 'git-ref');
    assert.equal(kindAt('/w/project/packed-refs.lock', '', '/w/project'), 'git-packed-refs');
  });

  test('and what says little of its holder is one', () => {
    for (const content of ['', 'ada\n', '2026-03-04T12:00:00Z', '{"owner":"ada","created":"2026-03-04T12:00:00Z"}', '{"host":"mill"', 'host: mill\nuser: ada\n']) {
      assert.equal(kindAt('/w/job.lock', content), 'file', content);
    }
  });
});
