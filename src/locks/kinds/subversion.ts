import path from 'node:path';
import { text } from '../../base/text.ts';
import { readTime, textOf, toldNothing, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { Site } from './kind.ts';
import type { SqliteValue } from './sqlite-cursor.ts';
import { readTable } from './sqlite-table.ts';

const workingCopyOf = folderAbove(2);

/** A command line with more files than this is no help. */
const mostWords = 20;

/** Whether the folder beside or above is Subversion's own file system. */
const isRepository =
  (fsType: string) =>
  ({ observation, look }: Site): boolean => {
    const seen = look(path.join(path.dirname(observation.path), fsType));
    return seen !== null && textOf(seen.artifact)?.trim() === 'fsfs';
  };

/**
 * Subversion's locks: rows in the database of a working copy, and kernel locks in a repository. The
 * tables of Subversion 1.14 stand in the database's first 124 KiB; nothing is told when they are not seen.
 */
export const subversion: readonly Format[] = [
  {
    kind: 'svn-working-copy',
    title: 'Subversion working copy lock',
    at: ['.svn/wc.db'],
    byContent: true,
    basis: 'existence',
    tell: tellWorkingCopy,
    resource: (lockPath, site) => path.join(workingCopyOf(lockPath), onlyOne(foldersIn(site)) ?? ''),
    search: ['svn', 'java', 'TortoiseProc'],
    breaking: 'tool-command',
    mayOutlive: true,
    ways: (lockPath) => [
      {
        argv: ['svn', 'cleanup'],
        cwd: workingCopyOf(lockPath),
        does: text('Finishes what was interrupted and removes the locks. It would damage the working copy while another Subversion works in it.'),
      },
    ],
  },
  {
    kind: 'svn-user',
    title: 'Subversion lock of a user',
    at: ['.svn/wc.db'],
    byContent: true,
    basis: 'decision',
    tell: tellUser,
    resource: (lockPath, site) => path.join(workingCopyOf(lockPath), onlyOne(pathsOfUsers(site)) ?? ''),
    ways: (lockPath, site) => {
      const paths = pathsOfUsers(site) ?? [];
      if (paths.length === 0 || paths.length > mostWords) return [];
      return [
        {
          // What follows the last @ would be a revision.
          argv: ['svn', 'unlock', '--', ...paths.map((place) => (place.includes('@') ? `${place}@` : place))],
          cwd: workingCopyOf(lockPath),
          does: text('Gives back what was locked with svn lock, also in the repository.'),
        },
      ];
    },
  },
  {
    kind: 'svn-repository',
    title: 'Subversion repository lock',
    at: ['db/write-lock', 'db/txn-current-lock', 'db/pack-lock'],
    around: isRepository('fs-type'),
    basis: 'kernel-on-lasting-file',
    resource: folderAbove(2),
  },
  {
    kind: 'svn-repository',
    title: 'Subversion repository lock',
    at: ['locks/db.lock', 'locks/db-logs.lock', 'txn-protorevs/*.rev-lock'],
    around: (site) => isRepository('../db/fs-type')(site) || isRepository('../fs-type')(site),
    basis: 'kernel-on-lasting-file',
    resource: (lockPath) => folderAbove(path.basename(path.dirname(lockPath)) === 'locks' ? 2 : 3)(lockPath),
  },
];

/** A row has no time of its own, and the file is far older: it was there when the file was last written. */
function tellWorkingCopy(site: Site): Told | null {
  const folders = foldersIn(site);
  return folders === null || folders.length === 0 ? null : { ...toldNothing, claimedAt: site.observation.writtenAt };
}

/** The locked folders, relative to the working copy. Columns: wc_id, local_dir_relpath, locked_levels. */
function foldersIn(site: Site): readonly string[] | null {
  return rowsOf(site, 'WC_LOCK')?.map((row) => row[1]).filter(isString) ?? null;
}

/** Columns of LOCK. */
const column = { path: 1, owner: 3, date: 5 } as const;

function tellUser(site: Site): Told | null {
  const [first] = rowsOf(site, 'LOCK') ?? [];
  const [owner, date] = [first?.[column.owner], first?.[column.date]];
  if (typeof owner !== 'string') return null;
  // Written in microseconds.
  return { claim: { by: 'person', user: owner, host: null }, claimedAt: typeof date === 'number' ? readTime(Math.floor(date / 1000)) : null };
}

/** The files locked by users, relative to the working copy; null when they cannot be told. */
function pathsOfUsers(site: Site): readonly string[] | null {
  const root = rootIn(rowsOf(site, 'NODES'));
  const locked = rowsOf(site, 'LOCK')?.map((row) => row[column.path]).filter(isString);
  if (root === null || locked === undefined) return null;
  const paths = locked.map((place) => path.posix.relative(root, `/${place}`));
  // A part of a working copy may be switched to another place of the repository.
  return paths.some((place) => place === '' || place.startsWith('..')) ? null : paths;
}

/** Where in the repository the working copy's root stands. Columns of NODES: wc_id, local_relpath, op_depth, parent_relpath, repos_id, repos_path. */
function rootIn(nodes: readonly (readonly SqliteValue[])[] | null): string | null {
  const place = nodes?.find((row) => row[1] === '')?.[5];
  return typeof place === 'string' ? `/${place}` : null;
}

function rowsOf({ observation: { artifact } }: Site, table: string): readonly (readonly SqliteValue[])[] | null {
  return artifact.type === 'file' ? readTable(artifact.head, table) : null;
}

function onlyOne(paths: readonly string[] | null): string | null {
  return paths?.length === 1 ? (paths[0] ?? null) : null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
