import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';

/** What stands on the disk under a path, links followed. */
export interface OnDisk {
  /** Of what it holds, hex. */
  readonly sha256: string;
  /** When its content, owner or permissions changed last, ms since the epoch. */
  readonly changedAt: number;
}

/**
 * Reads and hashes a file in parts. Null when nothing stands there.
 * @throws the system's error (EACCES, EISDIR ...)
 */
export async function readDisk(file: string): Promise<OnDisk | null> {
  try {
    const { ctimeMs } = statSync(file);
    const hash = createHash('sha256');
    for await (const part of createReadStream(file)) hash.update(part);
    return { sha256: hash.digest('hex'), changedAt: ctimeMs };
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return null;
    throw error;
  }
}
