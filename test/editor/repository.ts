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
 * Builds the extension's bundles into dist/, unless another build is to be loaded.
 * @throws an error when esbuild, which prints what is wrong, fails.
 */
export async function buildExtension(): Promise<void> {
  if (extensionFolder() !== ROOT) return;
  const code = await runVisibly(process.execPath, [join(ROOT, 'esbuild.config.mjs')], { cwd: ROOT });
  if (code !== 0) throw new Error('the extension does not build; esbuild says above why.');
}
