import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The bytes of a database that SQLite itself has written. */
export function databaseBytes(sql: string): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-sqlite-'));
  try {
    const file = path.join(folder, 'a.db');
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    return new Uint8Array(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
