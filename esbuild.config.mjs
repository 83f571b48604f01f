import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

/** What may still be in use by a run that goes on while this builds, ms. */
const inUseMs = production ? 0 : 3_600_000;

/** The parts that the bundles of a run share have names of their contents: those of earlier builds are of no use. */
for (const name of existsSync(outdir) ? readdirSync(outdir) : []) {
  const file = path.join(outdir, name);
  if (name.startsWith('race-part-') && Date.now() - statSync(file).mtimeMs >= inUseMs) rmSync(file);
}

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
  // The pages of the contention, of the race lab and of its measured runs.
  build({ ...common, platform: 'browser', target: 'chrome120', format: 'iife', entryPoints: { contention: 'media/contention/main.ts', race: 'media/race/main.ts', 'race-runs': 'media/race-runs/main.ts' }, outExtension: {} }),
  build({ ...esm, external: [native], entryPoints: { cli: 'src/cli.ts', core: 'src/core.ts', watcher: 'src/watch/worker.ts', sampler: 'src/contention/sampling/sampler-worker.ts' } }),
  // A run's own processes. What is heavy is loaded by those who use it: each actor of a run is started anew.
  build({ ...esm, external: [native, 'pg-native'], splitting: true, chunkNames: 'race-part-[hash]', entryPoints: { 'race-runner': 'src/race/real/run/runner.ts', 'race-actor': 'src/race/real/actor/actor.ts' } }),
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

/** The text of a package's licence: its file, or the last section of its readme. @throws when it has none, so that nothing is shipped without */
function licenceIn(folder) {
  const names = readdirSync(folder);
  const file = names.find((each) => /^(licen[cs]e|copying)/i.test(each));
  if (file !== undefined) return readFileSync(path.join(folder, file), 'utf8');
  const readme = names.find((each) => /^readme/i.test(each));
  const [, section] = readme === undefined ? [] : readFileSync(path.join(folder, readme), 'utf8').split(/^#+ *licen[cs]e.*$/im);
  if (section === undefined || !section.includes('Permission is hereby granted')) throw new Error(`${folder} is bundled and has no text of its licence.`);
  return section;
}

/** Name, version and licence of a package, with the licence's text. */
function noticeOf(name) {
  const folder = path.join('node_modules', name);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${licenceIn(folder).trim()}\n`;
}

/** What is bundled of others, with their licences. */
function thirdParty() {
  const files = built.flatMap(({ metafile }) => Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const names = [...new Set(files.flatMap(packagesOf))].sort();
  return `Lockscope's bundles contain parts of the following packages.\n\n${names.map(noticeOf).join(`\n${'-'.repeat(80)}\n\n`)}`;
}

writeFileSync(path.join(outdir, 'THIRD-PARTY.txt'), thirdParty());
