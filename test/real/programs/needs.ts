// Which real programs are on this machine. .ci/debian-packages says what brings them; .ci/run installs it all.
import { accessSync, constants, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../../../src/base/errors.ts';

/** Where each Debian package is recognised: the name of a program, or the pattern of a path. */
const packages: ReadonlyMap<string, string> = new Map(
  readFileSync(new URL('../../../.ci/debian-packages', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([mark = '', name = '']) => [name, mark] as const),
);

/** Why the tests of a program cannot run on this machine; null when they can. */
export type Lack = { readonly reason: string; /** Whether it is none in CI, where everything is to be had. */ readonly failsInCi: boolean } | null;

/**
 * What lacks of some Debian packages, and of util-linux, which starts all programs.
 * @param names as .ci/debian-packages has them
 */
export function lackOfPackages(names: readonly string[]): Lack {
  if (process.platform !== 'linux') return { reason: 'it shows what Linux tells of processes', failsInCi: false };
  const missing = ['util-linux', ...names].filter((name) => locate(packages.get(name) ?? '') === null);
  return missing.length === 0 ? null : { reason: `not installed; on Debian: apt-get install ${missing.join(' ')}`, failsInCi: true };
}

/** The absolute path of a program on PATH, or of what fits a pattern of paths; null when there is none. */
export function locate(mark: string): string | null {
  if (mark.includes('/')) return globSync(mark).toSorted().at(-1) ?? null;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, mark)).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(errnoCode(error) ?? '')) return false;
    throw error;
  }
}
