import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A new empty folder, by its real path, that is removed when it is disposed of. */
export function tempFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'lockscope-real-'));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, maxRetries: 3 }) };
}
