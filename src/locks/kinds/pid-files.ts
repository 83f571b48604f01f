import { pidClaim, readClaim, readPid, textOf, told, type Told } from './content.ts';
import { familyOf } from './format.ts';
import type { Site } from './kind.ts';

/** Files called after the pid in them, as daemons and servers write them. Without one it is too often something else. */
export const pidFiles = familyOf([
  {
    kind: 'pid-file',
    title: 'Pid file',
    at: ['*.pid', '*.pidfile'],
    byContent: true,
    basis: 'existence',
    tell: tellPids,
  },
]);

/** More numbers than this, and it is a list of something, not of processes. */
const mostPids = 16;

function tellPids({ observation: { artifact } }: Site): Told | null {
  const words = (textOf(artifact) ?? '').trim().split(/\s+/);
  const pids = words.map(readPid).filter((pid) => pid !== null);
  // A port or a parent may be among them: taken for a process as well, it can only keep the lock from looking free.
  if (words.length > 1 && pids.length === words.length) {
    return pids.length > mostPids ? null : told({ by: 'several', claims: pids.map((pid) => pidClaim(pid)) });
  }
  const claimed = readClaim(artifact);
  return claimed.claim.by === 'pid' ? claimed : null;
}
