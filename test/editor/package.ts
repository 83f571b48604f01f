// Makes the VSIX: `npm run package`.
import { createVSIX } from '@vscode/vsce';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from './own.ts';
import { ROOT } from './repository.ts';

/** Builds the extension for publishing and packs it; leaves `lockscope-VERSION.vsix` in the repository's folder. */
async function packageExtension(): Promise<number> {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const version = String(Reflect.get(Object(manifest), 'version'));
  const file = join(ROOT, `lockscope-${version}.vsix`);
  await rm(join(ROOT, 'dist'), { recursive: true, force: true });
  await mkdir(join(ROOT, 'dist'));
  // vsce itself builds first, by the script vscode:prepublish; what it packs, .vscodeignore says.
  await createVSIX({ cwd: ROOT, packagePath: file, allowMissingRepository: true, rewriteRelativeLinks: false });
  console.log(`${file}: ${((await stat(file)).size / 1024).toFixed(0)} kB`);
  return 0;
}

await main(packageExtension);
