import { isBuiltin } from 'node:module';
import { messageOf } from '../../base/errors.ts';
import type { Availability } from './catalog.ts';
import type { Need } from './needs.ts';
import type { GivenServers } from './request.ts';
import { findPostgresql } from './servers/find.ts';
import { findRedis } from './servers/redis.ts';

/** Redlock's number of servers. */
const five = 5;
const here: Availability = { is: 'here' };

/** Whether the machine, this process and the servers that the user named have what is needed; else what is missing, and how to get it. Never rejects. */
export async function availabilityOf(need: Need, servers: GivenServers): Promise<Availability> {
  switch (need) {
    case 'kernel-locks': return kernelLocks();
    case 'sqlite': return sqlite();
    case 'redis': return redis(1, servers);
    case 'five-redis': return redis(five, servers);
    case 'postgresql': return postgresql(servers);
    case 'signals': return signals();
  }
}

async function kernelLocks(): Promise<Availability> {
  try {
    await import('fs-native-extensions');
    return here;
  } catch (error) {
    const reason = messageOf(error).split('\n')[0] ?? '';
    return { is: 'missing', what: `Locks of the kernel: the package fs-native-extensions could not be loaded (${reason}).`, how: `It has binaries for Linux, macOS and Windows on x64 and arm64; this is ${process.platform} on ${process.arch}.` };
  }
}

/** Asks without loading it, since Node warns of what is experimental when it is loaded. */
function sqlite(): Availability {
  if (isBuiltin('node:sqlite')) return here;
  return { is: 'missing', what: `SQLite: this is Node ${process.versions.node}, which has no node:sqlite.`, how: 'Node 22.13 or newer has it; in the editor, a version with such a Node (Help: About).' };
}

function redis(count: number, { redis: urls }: GivenServers): Availability {
  if (urls.length >= count || findRedis() !== null) return here;
  const what = count === 1 ? 'A Redis server: none is installed here, and none is named.' : `${count} Redis servers: redis-server is not installed here, and ${urls.length === 0 ? 'none are' : `${urls.length} of ${count} are`} named.`;
  return { is: 'missing', what, how: `Install it (Debian, Ubuntu: apt install redis-server; macOS: brew install redis), or name ${count === 1 ? 'a running server' : `${count} running servers`} in the setting lockscope.raceLab.redisUrls (command line: --redis URL).` };
}

function postgresql({ postgresql: url }: GivenServers): Availability {
  if (url !== null || findPostgresql() !== null) return here;
  return {
    is: 'missing',
    what: 'PostgreSQL: initdb and postgres are not installed here, and no database is named.',
    how: 'Install it (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql), or name a database in the setting lockscope.raceLab.postgresqlUrl (command line: --postgresql URL).',
  };
}

function signals(): Availability {
  return process.platform === 'win32' ? { is: 'missing', what: 'SIGSTOP and SIGKILL: Windows has no signals.', how: 'Run it on Linux or macOS, or in WSL.' } : here;
}
