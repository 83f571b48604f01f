import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * A program of the tests as one file of JavaScript, in which it starts several times as fast. It lies in the
 * repository, so that the native part is found, and goes when this process ends.
 * @param program relative to this folder.
 * @returns the absolute path of the file.
 */
export async function bundled(program: string): Promise<string> {
  const outfile = path.join(import.meta.dirname, `../../.cache/tests/${path.parse(program).name}-${process.pid}.mjs`);
  await build({ entryPoints: [path.join(import.meta.dirname, program)], bundle: true, platform: 'node', format: 'esm', external: ['fs-native-extensions'], outfile });
  process.on('exit', () => rmSync(outfile, { force: true }));
  return outfile;
}
