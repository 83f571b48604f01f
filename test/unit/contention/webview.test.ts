import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';

const contention = path.join(import.meta.dirname, '..', '..', '..', 'src', 'contention');

test('a page can count and draw by itself: nothing of it needs Node', async () => {
  for (const module of ['statistics.ts', 'wait-graph.ts', 'export/markdown.ts', 'export/read-trace.ts']) {
    const { outputFiles } = await build({ entryPoints: [path.join(contention, module)], bundle: true, platform: 'browser', format: 'esm', write: false, logLevel: 'silent' });
    assert.ok((outputFiles[0]?.text.length ?? 0) > 1000, module);
  }
  await assert.rejects(build({ entryPoints: [path.join(contention, 'store.ts')], bundle: true, platform: 'browser', format: 'esm', write: false, logLevel: 'silent' }));
});
