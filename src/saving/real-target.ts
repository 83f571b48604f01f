import { readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../base/errors.ts';

/** As many links as Linux follows on one path. */
const mostLinks = 40;

/**
 * Where a path really leads, all links resolved, also those that lead to where nothing stands yet.
 * @param file from the working folder on, when not absolute
 * @throws the system's error: ELOOP (links in a circle), ENOENT (its folder is not there), ENOTDIR, EACCES ...
 */
export function realTarget(file: string): string {
  // The usual case first: handling a path costs as much as the system's look at it.
  const there = orAbsent(() => realpathSync.native(file));
  if (there !== null) return there;
  let at = path.resolve(file);
  for (let links = 0; links <= mostLinks; links++) {
    const real = orAbsent(() => realpathSync.native(at));
    if (real !== null) return real;
    at = path.join(realpathSync.native(path.dirname(at)), path.basename(at));
    const leadsTo = linkAt(at);
    if (leadsTo === null) return at;
    at = path.resolve(path.dirname(at), leadsTo);
  }
  throw Object.assign(new Error(`ELOOP: too many symbolic links, '${file}'`), { code: 'ELOOP' });
}

function orAbsent<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** What a link says; null where no link stands. */
function linkAt(at: string): string | null {
  try {
    return readlinkSync(at);
  } catch (error) {
    const code = errnoCode(error);
    // EINVAL: something other than a link, made in this moment. Windows says UNKNOWN.
    if (code === 'ENOENT' || code === 'EINVAL' || code === 'UNKNOWN') return null;
    throw error;
  }
}
