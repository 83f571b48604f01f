import { RealRunError } from '../../lab.ts';
import { connectRedis } from '../../servers/redis-client.ts';
import type { Site } from '../../scenario.ts';
import type { ServerAddress } from './lease-strategy.ts';

/** Of the packages that talk to Redis, as package.json has them; a test compares. */
export const packageVersions = { ioredis: '6.0.0', 'redlock-universal': '0.8.5' } as const;

/** Notes the version of the servers. @throws RealRunError when one does not answer, or two are one and the same */
export async function inspectRedis(servers: readonly ServerAddress[], site: Site): Promise<void> {
  const found = await Promise.all(servers.map(({ url }) => informationOf(url)));
  if (new Set(found.map(({ id }) => id)).size < found.length) throw new RealRunError('Two of the Redis servers named are one and the same: their votes would be one vote. Name different servers.');
  for (const { name, version } of found) site.version(name, version);
  site.version('ioredis', packageVersions.ioredis);
}

interface Information {
  readonly name: 'redis' | 'valkey';
  readonly version: string;
  /** Of one process of a server: a new one each time it is started. */
  readonly id: string;
}

async function informationOf(url: string): Promise<Information> {
  const connection = await connectRedis(url);
  try {
    if (!connection.isReady()) throw new RealRunError(`A Redis server does not answer: ${connection.lastProblem()}`);
    return informationIn(await connection.client.info('server'));
  } finally {
    connection.close();
  }
}

/** @param text what INFO says: a line for each fact, `name:value` */
function informationIn(text: string): Information {
  const facts = new Map(text.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const));
  const valkey = facts.get('valkey_version');
  return { name: valkey === undefined ? 'redis' : 'valkey', version: valkey ?? facts.get('redis_version') ?? '', id: facts.get('run_id') ?? '' };
}
