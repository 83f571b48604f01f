import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { list, record, string } from '../../src/base/json.ts';

const root = path.join(import.meta.dirname, '..', '..');

test('what is bundled of others is shipped with their licences', (t) => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'lockscope-bundles-'));
  t.after(() => rmSync(outdir, { recursive: true, force: true }));
  execFileSync(process.execPath, ['esbuild.config.mjs', `--outdir=${outdir}`], { cwd: root });
  const notices = readFileSync(path.join(outdir, 'THIRD-PARTY.txt'), 'utf8');
  // By the source maps, which the notices are not made from.
  const sources = readdirSync(outdir).filter((name) => name.endsWith('.map')).flatMap((name) => list(record(JSON.parse(readFileSync(path.join(outdir, name), 'utf8')))['sources'], string));
  const packages = new Set(sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []));
  assert.ok(packages.has('@dagrejs/dagre') && packages.has('chokidar'), [...packages].join());
  for (const name of packages) assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  // The map of the race lab's thread names its scenarios alone, so that its packages are told by name.
  for (const name of ['sucrase', 'lines-and-columns']) assert.match(notices, new RegExp(`^${name} \\d`, 'm'));
  const [, ...told] = notices.split(/^(?=\S+ \d+\.\d+\.\d+ \()/m);
  assert.ok(told.length >= packages.size);
  for (const text of told) assert.match(text, /Permission is hereby granted|Permission to use|Apache License|Blue Oak Model License/);
});
