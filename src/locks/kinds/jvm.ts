import path from 'node:path';
import { beginsWith, halfWritten, tellEmpty, textOf, toldNothing, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { HeartbeatRule, Site } from './kind.ts';

const lasting: Pick<Format, 'basis' | 'resource' | 'tell'> = { basis: 'kernel-on-lasting-file', resource: folderAbove(1), tell: tellEmpty };

const besideDerby = (site: Site): boolean => hasBeside(site, /^(?:service\.properties|seg0)$/);

/** Databases and tools on the Java machine. Several use names that others use too, so what stands beside decides. */
export const jvm: readonly Format[] = [
  { ...lasting, kind: 'eclipse', title: 'Eclipse workspace lock', at: ['.metadata/.lock'], resource: folderAbove(2) },
  { ...lasting, kind: 'lucene', title: 'Lucene index lock', at: ['write.lock'], around: (site) => hasBeside(site, /^segments_\w+$/) },
  { ...lasting, kind: 'elasticsearch', title: 'Elasticsearch node lock', at: ['node.lock'], around: (site) => hasBeside(site, /^(?:_state|indices)$/) },
  { ...lasting, kind: 'kafka', title: 'Kafka log folder lock', at: ['.lock'], around: (site) => hasBeside(site, /^(?:meta\.properties|recovery-point-offset-checkpoint)$/) },
  {
    ...lasting,
    kind: 'h2-store',
    title: 'H2 database',
    at: ['*.mv.db'],
    byContent: true,
    tell: ({ observation: { artifact } }) => (beginsWith(artifact, [0x48, 0x3a]) ? toldNothing : null),
    resource: (lockPath) => lockPath,
    breaking: 'never',
  },
  {
    kind: 'h2',
    title: 'H2 database lock',
    at: ['*.lock.db'],
    basis: 'existence',
    tell: tellH2,
    resource: (lockPath) => lockPath.slice(0, -'.lock.db'.length),
    search: ['java', 'javaw'],
  },
  {
    ...lasting,
    kind: 'derby',
    title: 'Derby database lock',
    at: ['dbex.lck'],
    around: besideDerby,
    tell: ({ observation: { artifact } }) => (artifact.type === 'file' && artifact.head.length <= 4 ? toldNothing : null),
    companions: ({ observation, look }) => [path.join(path.dirname(observation.path), 'db.lck')].filter((place) => look(place) !== null),
  },
  {
    kind: 'derby-file',
    title: 'Derby database lock',
    at: ['db.lck'],
    around: besideDerby,
    basis: 'existence',
    tell: tellDerby,
    resource: folderAbove(1),
    search: ['java', 'javaw'],
  },
  {
    kind: 'hsqldb',
    title: 'HSQLDB database lock',
    at: ['*.lck'],
    byContent: true,
    basis: 'existence',
    tell: ({ observation: { artifact } }) => {
      if (artifact.type !== 'file' || !beginsWith(artifact, magic)) return null;
      return artifact.head.length === magic.length + 8 ? toldNothing : artifact.head.length < magic.length + 8 ? halfWritten : null;
    },
    heartbeat: hsqldbHeartbeat,
    search: 'anybody',
  },
];

function hasBeside(site: Site, name: RegExp): boolean {
  return [...site.siblings()].some((sibling) => name.test(sibling));
}

/**
 * Its id begins with the time, 11 hexadecimal digits of ms. The file is written again only when somebody
 * else has written it (H2's FileLock.java), so its age says nothing of its holder.
 */
function tellH2({ observation: { artifact } }: Site): Told | null {
  const content = textOf(artifact);
  if (content === '') return halfWritten;
  if (content?.startsWith('#FileLock') !== true) return null;
  const time = /^id=([0-9a-f]{11})[0-9a-f]+$/m.exec(content)?.[1];
  return time === undefined ? halfWritten : { claim: { by: 'nobody' }, claimedAt: Number.parseInt(time, 16) };
}

/** Its id, as Java writes a string. With dbex.lck beside it, that one is the lock. */
function tellDerby({ observation: { artifact }, siblings }: Site): Told | 'part-of-another' | null {
  if (siblings().has('dbex.lck')) return 'part-of-another';
  return beginsWith(artifact, [0, 36]) && artifact.type === 'file' && artifact.head.length >= 38 ? toldNothing : null;
}

const magic = [...new TextEncoder().encode('HSQLLOCK')];

/** Its LockFile.java writes the time into it every 10 s, and takes it over 10.1 s after the last. */
function hsqldbHeartbeat({ observation: { bornAt, writtenAt } }: Site): HeartbeatRule {
  const usualMs = 10_000;
  return { renewed: bornAt !== null && writtenAt - bornAt > usualMs / 2, usualMs, takenOverAfterMs: 10_100 };
}
