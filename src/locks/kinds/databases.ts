import path from 'node:path';
import { text } from '../../base/text.ts';
import type { ToolWay } from '../lock.ts';
import { beginsWith, halfWritten, pidClaim, readPid, readTime, tellEmpty, tellPid, textOf, toldNothing, type Told } from './content.ts';
import { familyOf, folderAbove, type Format } from './format.ts';
import type { Site } from './kind.ts';
import { sqlite } from './sqlite.ts';

const lasting: Pick<Format, 'basis' | 'resource' | 'tell'> = { basis: 'kernel-on-lasting-file', resource: folderAbove(1), tell: tellEmpty };

/** Locks of databases on their own files. */
export const databases = familyOf([
  {
    kind: 'postgresql',
    title: 'PostgreSQL server',
    at: ['postmaster.pid'],
    basis: 'existence',
    tell: tellPostmaster,
    resource: folderAbove(1),
    // A server that died may have left children at work on the data, and no other may start until they end.
    search: (lockPath) => ({ programs: ['postgres', 'postmaster'], folder: path.dirname(lockPath) }),
    breaking: 'tool-command',
    ways: (lockPath) => [stopPostgres(path.dirname(lockPath))],
  },
  {
    kind: 'postgresql-socket',
    title: 'PostgreSQL socket lock',
    at: ['.s.PGSQL.*.lock'],
    basis: 'existence',
    tell: tellPostmaster,
    breaking: 'tool-command',
    ways: (_, { observation: { artifact } }) => {
      const folder = textOf(artifact)?.split('\n')[1] ?? '';
      return path.posix.isAbsolute(folder) ? [stopPostgres(folder)] : [];
    },
  },
  { ...lasting, kind: 'mongodb', title: 'MongoDB server', at: ['mongod.lock'], tell: (site) => tellEmpty(site) ?? tellPid(site) },
  {
    ...lasting,
    kind: 'wiredtiger',
    title: 'WiredTiger database lock',
    at: ['WiredTiger.lock'],
    tell: ({ observation: { artifact } }) => (textOf(artifact)?.startsWith('WiredTiger lock file') === true ? toldNothing : null),
  },
  {
    ...lasting,
    kind: 'leveldb',
    title: 'LevelDB or RocksDB lock',
    at: ['LOCK'],
    around: ({ siblings }) => [...siblings()].some((name) => name === 'CURRENT' || /^MANIFEST-\d+$/.test(name)),
  },
  {
    kind: 'lmdb',
    title: 'LMDB reader table',
    at: ['lock.mdb', '*-lock'],
    byContent: true,
    basis: 'kernel-on-lasting-file',
    tell: ({ observation: { artifact } }) => (beginsWith(artifact, [0xde, 0xc0, 0xef, 0xbe]) ? toldNothing : null),
    resource: (lockPath) => (lockPath.endsWith('-lock') ? lockPath.slice(0, -'-lock'.length) : path.dirname(lockPath)),
    breaking: 'never',
  },
  ...sqlite,
  {
    kind: 'redis-cluster',
    title: 'Redis cluster configuration',
    at: ['nodes.conf', 'nodes-*.conf'],
    byContent: true,
    basis: 'kernel-on-lasting-file',
    tell: ({ observation: { artifact } }) => (isClusterTable(textOf(artifact) ?? '') ? toldNothing : null),
    resource: (lockPath) => lockPath,
    breaking: 'never',
  },
  {
    kind: 'prometheus',
    title: 'Prometheus data lock',
    at: ['lock'],
    around: ({ siblings }) => siblings().has('wal') && (siblings().has('chunks_head') || siblings().has('queries.active')),
    basis: 'kernel',
    tell: tellEmpty,
    resource: folderAbove(1),
  },
]);

function stopPostgres(folder: string): ToolWay {
  return { argv: ['pg_ctl', 'stop', '-D', folder], cwd: folder, does: text('Stops the PostgreSQL server of this data folder; its clients are disconnected.') };
}

/**
 * Pid, data folder, and start in whole seconds, then more; a line each. The server writes at least five
 * lines at once. The pid is negative while no server but a single session works on the data.
 */
function tellPostmaster({ observation: { artifact } }: Site): Told | null {
  const content = textOf(artifact);
  if (content === null || !/^(?:-?\d*$|-?\d+\n)/.test(content)) return null;
  const [pidText, folder, start, , , ...rest] = content.split('\n');
  if (rest.length === 0) return halfWritten;
  const pid = readPid(pidText?.replace('-', ''));
  const startedAt = readTime(start);
  if (pid === null || startedAt === null || !path.isAbsolute(folder ?? '')) return null;
  // The second is cut off, and a process that starts within it is not later than its lock.
  return { claim: pidClaim(pid), claimedAt: startedAt + 999 };
}

/** Redis keeps the state of a cluster there, a node a line, itself among them. */
function isClusterTable(content: string): boolean {
  return /^[0-9a-f]{40} \S* (?:\w+,)*myself(?:,\w+)* /m.test(content) && /^vars currentEpoch \d+/m.test(content);
}
