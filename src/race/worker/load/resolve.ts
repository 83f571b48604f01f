import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What an import without an ending may mean, and what one of JavaScript means where there is only its source. */
const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];
const sources: Readonly<Record<string, string>> = { '.js': '.ts', '.mjs': '.mts', '.cjs': '.cts' };

/** Whether an import names a file rather than a package. */
export function isFileImport(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('file:') || path.isAbsolute(specifier);
}

/** The file that an import names, seen from another file; null when there is none. */
export function fileOf(specifier: string, importer: string): string | null {
  const named = specifier.startsWith('file:') ? fileURLToPath(specifier) : path.resolve(path.dirname(importer), specifier);
  const ending = path.extname(named);
  const source = sources[ending];
  const candidates = [named, ...(source === undefined ? [] : [named.slice(0, -ending.length) + source]), ...endings.map((other) => named + other), ...endings.map((other) => path.join(named, `index${other}`))];
  return candidates.find(isFile) ?? null;
}

export function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
