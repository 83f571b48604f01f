import { toldNothing, type Told } from './content.ts';
import { wasRenewed } from './folder.ts';
import type { Format } from './format.ts';
import type { Site } from './kind.ts';
import { isSqlite } from './sqlite-table.ts';

/** SQLite's `unix-dotfile` locks: an empty folder beside the database, made by mkdir. */
export const sqliteDotfile: Format = {
  kind: 'sqlite-dotfile',
  title: 'SQLite dot-file lock',
  at: ['*.lock'],
  as: ['folder'],
  byContent: true,
  basis: 'existence',
  tell,
};

/** A heartbeat shows that it is not SQLite's: proper-lockfile may guard a database too. */
function tell({ observation, look }: Site): Told | null {
  const { artifact, path: lockPath } = observation;
  if (artifact.type !== 'folder' || artifact.entries.length > 0 || wasRenewed(observation)) return null;
  const database = look(lockPath.slice(0, -'.lock'.length))?.artifact;
  return database?.type === 'file' && isSqlite(database.head) ? toldNothing : null;
}
