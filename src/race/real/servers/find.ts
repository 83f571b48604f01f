import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../../../base/errors.ts';

/** Folders where servers are that PATH does not name: those of Debian, and of Homebrew on macOS. */
export const usualPlaces: readonly string[] = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * The absolute path of the first of some programs that is there, or null.
 * @param names in the order of preference, without `.exe`
 * @param places folders to look in after those of PATH
 */
export function findProgram(names: readonly string[], places: readonly string[] = usualPlaces): string | null {
  const folders = [...foldersOfPath(), ...places];
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, executable(name))));
  return files.find(isProgram) ?? null;
}

/**
 * Folders below one whose names are versions, the newest first, each with something appended:
 * `versionFolders('/usr/lib/postgresql', 'bin')` may be `['/usr/lib/postgresql/16/bin', '/usr/lib/postgresql/9.6/bin']`.
 */
export function versionFolders(folder: string, below: string): readonly string[] {
  const versions = entriesOf(folder).filter((name) => /^\d+(\.\d+)*$/.test(name));
  return versions.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })).map((version) => path.join(folder, version, below));
}

/** Folders of PostgreSQL's own programs, which Debian keeps off PATH: the newest version first, Homebrew's after Debian's. */
export function postgresqlPlaces(): readonly string[] {
  return [...versionFolders('/usr/lib/postgresql', 'bin'), ...homebrewPostgresql(), ...usualPlaces];
}

function homebrewPostgresql(): readonly string[] {
  return ['/opt/homebrew/opt', '/usr/local/opt'].flatMap((folder) =>
    entriesOf(folder)
      .filter((name) => /^postgresql(@\d+)?$/.test(name))
      .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((name) => path.join(folder, name, 'bin')),
  );
}

/**
 * `initdb` and the `postgres` beside it, which are of one version; null when there are none.
 * Those of a version folder come before those on PATH, where there may be a wrapper.
 */
export function findPostgresql(): { readonly initdb: string; readonly postgres: string } | null {
  const pair = (folder: string) => ({ initdb: path.join(folder, executable('initdb')), postgres: path.join(folder, executable('postgres')) });
  return [...postgresqlPlaces(), ...foldersOfPath()].map(pair).find(({ initdb, postgres }) => isProgram(initdb) && isProgram(postgres)) ?? null;
}

function foldersOfPath(): readonly string[] {
  return (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'EACCES', 'ENOTDIR', 'ELOOP'].includes(errnoCode(error) ?? '');
}
