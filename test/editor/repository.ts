// The repository as the harness sees it: where it is, and its extension built.
import { dirname, join } from 'node:path';
import { runVisibly } from './process.ts';

/** The repository's absolute path. */
export const ROOT = dirname(dirname(import.meta.dirname));

/** Where a built extension is loaded from: the repository, or LOCKSCOPE_EXTENSION, such as an unpacked VSIX. */
export function extensionFolder(): string {
  return process.env['LOCKSCOPE_EXTENSION'] ?? ROOT;
}

/**
 * Builds the bundles and the types of the core into dist/, as `npm run build` does, unless another build is to be loaded.
 * @throws an error when esbuild or the compiler, which print what is wrong, fails.
 */
export async function buildExtension(): Promise<void> {
  if (extensionFolder() !== ROOT) return;
  const steps = [[join(ROOT, 'esbuild.config.mjs')], [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(ROOT, 'src', 'tsconfig.types.json')]];
  for (const step of steps) {
    const code = await runVisibly(process.execPath, step, { cwd: ROOT });
    if (code !== 0) throw new Error('the extension does not build; what is wrong stands above.');
  }
}
