import { databaseBytes } from './database-bytes.ts';
import { bytes, nobody, person, unreadable, type Sample } from './sample.ts';

/** Those tables of a working copy's database that matter, as Subversion 1.14 makes them. */
const tables = `
  CREATE TABLE LOCK (repos_id INTEGER NOT NULL, repos_relpath TEXT NOT NULL, lock_token TEXT NOT NULL, lock_owner TEXT, lock_comment TEXT,
    lock_date INTEGER, PRIMARY KEY (repos_id, repos_relpath));
  CREATE TABLE WC_LOCK (wc_id INTEGER NOT NULL, local_dir_relpath TEXT NOT NULL, locked_levels INTEGER NOT NULL DEFAULT -1, PRIMARY KEY (wc_id, local_dir_relpath));
  CREATE TABLE NODES (wc_id INTEGER NOT NULL, local_relpath TEXT NOT NULL, op_depth INTEGER NOT NULL, parent_relpath TEXT, repos_id INTEGER,
    repos_path TEXT, revision INTEGER, PRIMARY KEY (wc_id, local_relpath, op_depth));
  INSERT INTO NODES VALUES (1, '', 0, NULL, 1, 'trunk', 1), (1, 'a.txt', 0, '', 1, 'trunk/a.txt', 2);`;

function userLock(place: string): string {
  return `INSERT INTO LOCK VALUES (1, '${place}', 'opaquelocktoken:6f65f989', 'root', NULL, 1795257457861067);`;
}

function workingCopyLock(folder: string): string {
  return `INSERT INTO WC_LOCK VALUES (1, '${folder}', -1);`;
}

function database(...rows: readonly string[]): ReturnType<typeof bytes> {
  return bytes(databaseBytes(tables + rows.join('')));
}

const at = '/w/.svn/wc.db';
const times = { bornAt: 1000, writtenAt: 9000 };

export const subversionSamples: readonly Sample[] = [
  {
    of: 'svn working copy',
    at,
    content: database(workingCopyLock('')),
    times,
    is: {
      kind: 'svn-working-copy',
      claim: nobody,
      claimedAt: 9000,
      resource: '/w',
      basis: 'existence',
      breaking: 'tool-command',
      mayOutlive: true,
      ways: ['svn cleanup'],
      cwd: '/w',
    },
  },
  { about: 'of one folder', at, content: database(workingCopyLock('src/lib')), is: { kind: 'svn-working-copy', resource: '/w/src/lib' } },
  { about: 'of two folders', at, content: database(workingCopyLock('a'), workingCopyLock('b')), is: { kind: 'svn-working-copy', resource: '/w' } },
  {
    of: 'svn user lock',
    at,
    content: database(userLock('trunk/a.txt')),
    is: {
      kind: 'svn-user',
      claim: person('root', null),
      claimedAt: 1795257457861,
      resource: '/w/a.txt',
      basis: 'decision',
      breaking: 'tool-command',
      ways: ['svn unlock -- a.txt'],
      cwd: '/w',
    },
  },
  { about: 'with a sign that would be a revision', at, content: database(userLock('trunk/a@2.txt')), is: { kind: 'svn-user', ways: ['svn unlock -- a@2.txt@'] } },
  { about: 'of two files', at, content: database(userLock('trunk/a'), userLock('trunk/b')), is: { kind: 'svn-user', resource: '/w', ways: ['svn unlock -- a b'] } },
  { about: 'outside of what its root stands for', at, content: database(userLock('branches/a')), is: { kind: 'svn-user', resource: '/w', ways: [] } },
  { about: 'with both', at, content: database(userLock('trunk/a.txt'), workingCopyLock('')), is: { kind: 'svn-working-copy' } },
  { about: 'with neither', at, content: database(), is: null },
  { about: 'cut off before what is needed', at, content: { type: 'file', head: database(workingCopyLock('')).head.subarray(0, 4096), whole: false }, is: null },
  { about: 'unreadable', at, content: unreadable, is: null },
  { at: '/w/wc.db', content: database(workingCopyLock('')), is: null },
];
