import { halfWritten, isRecord, pidClaim, readPid, tellRecord, textOf, told, toldNothing, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { PidClaim, Site } from './kind.ts';

/** " 4312\n" or " 4312;host\n": what zc.lockfile writes, with its leading space. It stays after the release. */
const zcContent = /^ (\d+)(?:;(\S+))?\n$/;

/** zc.lockfile's content names the last holder, who need not be the present one. */
export function tellZc({ observation: { artifact } }: Site): Told | null {
  const [, pidText, host] = zcContent.exec(textOf(artifact) ?? '') ?? [];
  const pid = readPid(pidText);
  return pid === null ? null : told(pidClaim(pid, host ?? null));
}

/** The locks of DVC: zc.lockfile's, or flufl.lock's where `core.hardlink_lock` is set, and a table of who uses which path. */
export const dvc: readonly Format[] = [
  {
    kind: 'dvc-hardlink',
    title: 'DVC repository lock',
    at: ['.dvc/tmp/lock'],
    byContent: true,
    basis: 'existence',
    tell: tellFlufl,
    resource: folderAbove(3),
  },
  {
    kind: 'dvc',
    title: 'DVC repository lock',
    at: ['.dvc/tmp/lock', '.dvc/tmp/rwlock.lock'],
    basis: 'kernel-on-lasting-file',
    tell: (site) => (textOf(site.observation.artifact) === '' ? toldNothing : tellZc(site)),
    resource: folderAbove(3),
  },
  {
    kind: 'dvc-rwlock',
    title: 'DVC path locks',
    at: ['.dvc/tmp/rwlock'],
    basis: 'existence',
    tell: tellRecord(tellRwlock),
    resource: folderAbove(3),
    mayOutlive: true,
  },
];

/** flufl.lock writes the path of its claim file: "<lock>|<host>|<pid>|<random number>". */
function tellFlufl({ observation: { artifact } }: Site): Told | null {
  const [, host, pidText] = /^[^\n|]+\|([^\s|]+)\|(\d+)\|\d+\s*$/.exec(textOf(artifact) ?? '') ?? [];
  const pid = readPid(pidText);
  return pid === null || host === undefined ? null : told(pidClaim(pid, host));
}

/** {"write": {path: {"pid": 1, "cmd": "..."}}, "read": {path: [{"pid": 1, "cmd": "..."}]}}; nobody in it means free. */
function tellRwlock(record: Record<string, unknown>): Told | null {
  const users = [record['write'], record['read']].filter(isRecord).flatMap((paths) => Object.values(paths).flat());
  const claims: PidClaim[] = [];
  for (const user of users) {
    const pid = isRecord(user) ? readPid(user['pid']) : null;
    if (pid === null) return halfWritten;
    if (!claims.some((claim) => claim.pid === pid)) claims.push(pidClaim(pid));
  }
  return claims.length === 0 ? null : told({ by: 'several', claims });
}
