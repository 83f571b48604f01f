import path from 'node:path';
import type { Artifact } from '../observation.ts';
import { pidClaim, readPid, textOf, told, type Told } from './content.ts';
import type { Format } from './format.ts';
import type { Site } from './kind.ts';

/** GnuPG's dotlock: a file `.#lk0x....host.pid`, linked to the lock's name when it is acquired. */
export const gnupg: Format = {
  kind: 'gnupg',
  title: 'GnuPG lock',
  at: ['*.lock'],
  byContent: true,
  basis: 'existence',
  tell: ({ observation }) => tell(observation.artifact),
  companions: linkedTo,
};

/** The pid, ten signs wide, and the host. */
const content = /^(?=.{10}\n) *(\d+)\n(\S+)\n$/;

function tell(artifact: Artifact): Told | null {
  const [, pidText, host] = content.exec(textOf(artifact) ?? '') ?? [];
  const pid = readPid(pidText);
  return pid === null || host === undefined ? null : told(pidClaim(pid, host));
}

/** A process may have other locks, with such files of their own. */
function linkedTo({ observation: { path: lockPath, artifact, identity }, siblings, look }: Site): readonly string[] {
  const claim = tell(artifact)?.claim;
  if (claim?.by !== 'pid') return [];
  const ending = `.${claim.host ?? ''}.${claim.pid}`;
  return [...siblings()]
    .filter((name) => name.startsWith('.#lk0x') && name.endsWith(ending))
    .map((name) => path.join(path.dirname(lockPath), name))
    .filter((place) => look(place)?.identity.ino === identity.ino);
}
