import { readClaim, readPid, textOf, type Told } from './content.ts';
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

/** One pid, perhaps with a host or a time; several numbers are gains, ports or sizes rather than processes. */
function tellPids({ observation: { artifact } }: Site): Told | null {
  const words = (textOf(artifact) ?? '').trim().split(/\s+/);
  if (words.filter((word) => readPid(word) !== null).length > 1) return null;
  const claimed = readClaim(artifact);
  return claimed.claim.by === 'pid' ? claimed : null;
}
