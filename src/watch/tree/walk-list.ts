import { type Dirent, readdirSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';

/** What came of listing a folder. */
export type Listing =
  | { readonly type: 'listed'; readonly entries: readonly Dirent[] }
  /** It is not there any more, or no folder any more: normal while others work. */
  | { readonly type: 'gone' }
  /** It is there and may not be listed. `code` is the system's: EACCES, EIO, ENAMETOOLONG ... */
  | { readonly type: 'refused'; readonly code: string };

const goneCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/** Lists a folder with the type of each entry. Never throws. */
export function listFolder(folder: string): Listing {
  try {
    return { type: 'listed', entries: readdirSync(folder, { withFileTypes: true }) };
  } catch (error) {
    const code = errnoCode(error) ?? 'UNKNOWN';
    return goneCodes.has(code) ? { type: 'gone' } : { type: 'refused', code };
  }
}
