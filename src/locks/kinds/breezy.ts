import path from 'node:path';
import { text } from '../../base/text.ts';
import { halfWritten, pidClaim, readPid, readTime, textOf, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { Site } from './kind.ts';

const infoName = 'info';

/** The time is cut to a whole second, in which the holder may have started first: its last ms is meant. */
const withinSecond = 999;

/** Breezy's and Bazaar's LockDir: a folder `held`, renamed into place with a file that tells of its holder. */
export const breezy: readonly Format[] = [
  {
    kind: 'brz',
    title: 'Breezy lock',
    at: ['.bzr/*/lock/held', '.bzr/branch-lock/held'],
    as: ['folder'],
    basis: 'existence',
    tell,
    resource: folderAbove(2),
    breaking: 'tool-command',
    ways: (lockPath) => [
      {
        argv: ['brz', 'break-lock'],
        cwd: lockPath.slice(0, lockPath.lastIndexOf(`${path.sep}.bzr${path.sep}`)),
        does: text('Shows the holder and asks before it breaks the lock.'),
      },
    ],
  },
];

/** Lines "hostname: vm", "pid: 4312", "start_time: 1795234011"; see breezy/lockdir.py. */
function tell({ observation, look }: Site): Told | null {
  const info = look(path.join(observation.path, infoName));
  const fields = new Map<string, string>();
  for (const [, key, value] of (info === null ? '' : (textOf(info.artifact) ?? '')).matchAll(/^(\w+): (.+)$/gm)) {
    if (key !== undefined && value !== undefined) fields.set(key, value.trim());
  }
  const pid = readPid(fields.get('pid'));
  const host = fields.get('hostname');
  if (pid === null || host === undefined) return halfWritten;
  const second = readTime(fields.get('start_time'));
  return { claim: pidClaim(pid, host), claimedAt: second === null ? null : second + withinSecond, ...(info === null ? {} : { writtenAt: info.writtenAt }) };
}
