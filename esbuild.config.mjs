import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  outdir: 'dist',
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
  define: { LOCKSCOPE_VERSION: JSON.stringify(version) },
  // A bundled CommonJS dependency calls require(), which an ES module lacks.
  legalComments: 'none',
};

/** Optional, with a binary for each platform: found at run time or done without; see src/system/exchange.ts. */
const native = 'fs-native-extensions';

const esm = {
  ...common,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire as __lockscopeRequire } from 'node:module'; const require = __lockscopeRequire(import.meta.url);",
  },
};

await Promise.all([
  // Only this bundle may see vscode; in the others an import of it fails the build.
  build({ ...common, format: 'cjs', entryPoints: { extension: 'src/extension.ts' }, external: ['vscode', native], outExtension: { '.js': '.cjs' } }),
  // The page of the contention.
  build({ ...common, platform: 'browser', target: 'chrome120', format: 'iife', entryPoints: { contention: 'media/contention/main.ts' }, outExtension: {} }),
  build({ ...esm, external: [native], entryPoints: { cli: 'src/cli.ts', core: 'src/core.ts', watcher: 'src/watch/worker.ts', sampler: 'src/contention/sampling/sampler-worker.ts' } }),
]);
