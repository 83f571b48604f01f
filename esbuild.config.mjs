import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const production = process.argv.includes('--production');
const outdir = process.argv.find((word) => word.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  outdir,
  metafile: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
  define: { LOCKSCOPE_VERSION: JSON.stringify(version) },
  // What others' licences ask for is in one file beside the bundles; see thirdParty().
  legalComments: 'none',
};

/** Optional, with a binary for each platform: found at run time or done without; see src/system/exchange.ts. */
const native = 'fs-native-extensions';

const esm = {
  ...common,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  banner: {
    // A bundled CommonJS dependency calls require(), which an ES module lacks.
    js: "import { createRequire as __lockscopeRequire } from 'node:module'; const require = __lockscopeRequire(import.meta.url);",
  },
};

const built = await Promise.all([
  // Only this bundle may see vscode; in the others an import of it fails the build.
  build({
    ...common,
    format: 'cjs',
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode', native],
    outExtension: { '.js': '.cjs' },
    // What a module knows of where it is, a CommonJS bundle has to be told.
    define: { ...common.define, 'import.meta.url': '__lockscopeUrl' },
    banner: { js: "const __lockscopeUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  // The pages of the contention and of the race lab.
  build({ ...common, platform: 'browser', target: 'chrome120', format: 'iife', entryPoints: { contention: 'media/contention/main.ts', race: 'media/race/main.ts' }, outExtension: {} }),
  build({ ...esm, external: [native], entryPoints: { cli: 'src/cli.ts', core: 'src/core.ts', watcher: 'src/watch/worker.ts', sampler: 'src/contention/sampling/sampler-worker.ts' } }),
  // Its lines are those of the sources, by its map, in what is shipped too; and a schedule holds for every build, since names stay.
  build({ ...esm, sourcemap: 'linked', minify: false, minifyWhitespace: production, entryPoints: { 'race-worker': 'src/race/worker/worker.ts' } }),
]);

/** Of the sources in the map of the race lab's thread, only the scenarios are ever shown. */
function keepScenarios(file) {
  const map = JSON.parse(readFileSync(file, 'utf8'));
  map.sourcesContent = map.sourcesContent.map((text, at) => (map.sources[at].includes('src/race/scenarios/') ? text : null));
  writeFileSync(file, JSON.stringify(map));
}

keepScenarios(path.join(outdir, 'race-worker.mjs.map'));

/** The names of the packages that a bundled file is of: some were bundled before, by others, which their source maps tell. */
function packagesOf(file) {
  const sources = existsSync(`${file}.map`) ? JSON.parse(readFileSync(`${file}.map`, 'utf8')).sources : [];
  return [file, ...sources].flatMap((source) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
}

/** Name, version and licence of a package, with the licence's text. @throws when it has none, so that nothing is shipped without */
function noticeOf(name) {
  const folder = path.join('node_modules', name);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  if (file === undefined) throw new Error(`${folder} is bundled and has no text of its licence.`);
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
}

/** What is bundled of others, with their licences. */
function thirdParty() {
  const files = built.flatMap(({ metafile }) => Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const names = [...new Set(files.flatMap(packagesOf))].sort();
  return `Lockscope's bundles contain parts of the following packages.\n\n${names.map(noticeOf).join(`\n${'-'.repeat(80)}\n\n`)}`;
}

writeFileSync(path.join(outdir, 'THIRD-PARTY.txt'), thirdParty());
