import { beginsWith, toldNothing } from './content.ts';
import type { Format } from './format.ts';

/**
 * Files that SQLite keeps beside a database. They are data: without them the database is damaged or
 * loses what was committed, so they are never broken. Only those that are in use are told: a journal
 * that is empty or zeroed (`journal_mode` TRUNCATE or PERSIST) belongs to nothing. See SQLite's "file format" page.
 */
export const sqlite: readonly Format[] = [
  // It exists while a transaction writes, which has its kernel locks on the database, and stays if that was cut off.
  { ...sqliteFormat('sqlite-journal', 'SQLite rollback journal', '-journal', [[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]]), basis: 'existence', mayOutlive: true },
  sqliteFormat('sqlite-wal', 'SQLite write-ahead log', '-wal', [
    [0x37, 0x7f, 0x06, 0x82],
    [0x37, 0x7f, 0x06, 0x83],
  ]),
  sqliteFormat('sqlite-shm', 'SQLite write-ahead log index', '-shm', [[0x18, 0xe2, 0x2d, 0x00]]),
];

function sqliteFormat(kind: string, title: string, ending: string, magics: readonly (readonly number[])[]): Format {
  return {
    kind,
    title,
    at: [`*${ending}`],
    byContent: true,
    basis: 'kernel-on-lasting-file',
    tell: ({ observation: { artifact } }) => (magics.some((magic) => beginsWith(artifact, magic)) ? toldNothing : null),
    resource: (lockPath) => lockPath.slice(0, -ending.length),
    breaking: 'never',
  };
}
