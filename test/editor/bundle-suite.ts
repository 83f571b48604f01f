// Bundles the suites for the extension host into one module with the `run()` that it calls.
import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Bundles every `test/editor/suite/**\/*.test.ts`.
 * @param root the repository.
 * @param name tells apart what runs at the same time.
 * @returns the path of the bundle; it is in the repository, where it finds mocha.
 */
export async function bundleSuite(root: string, name: string, resultFile: string, grep: string): Promise<string> {
  const here = join(root, 'test', 'editor');
  const files = globSync('suite/**/*.test.ts', { cwd: here }).sort();
  if (files.length === 0) throw new Error(`no suite matches ${join(here, 'suite', '**', '*.test.ts')}`);
  const loaders = files.map((file) => `() => import(${JSON.stringify(`./${file}`)})`);
  const outfile = join(root, '.cache', `suite-${name}`, 'index.cjs');
  await mkdir(join(root, '.cache'), { recursive: true });
  await build({
    stdin: {
      contents: `import { runSuites } from './mocha-main.ts';
        export const run = () => runSuites([${loaders.join(', ')}], ${JSON.stringify(resultFile)}, ${JSON.stringify(grep)});`,
      resolveDir: here,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
