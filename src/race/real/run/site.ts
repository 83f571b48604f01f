import { RealRunError } from '../lab.ts';
import type { RunRequest } from '../request.ts';
import type { Plain, Site } from '../scenario.ts';
import { joinPostgresql, startPostgresql, type PostgresqlServer } from '../servers/postgresql.ts';
import { redisServers, type OwnedRedisServer } from '../servers/redis.ts';
import type { Closers } from './closers.ts';
import { Member, untilReady } from './member.ts';

/** Helpers and servers of one run, made as they are asked for; what they hold is undone by the run's closers. */
export class RunSite implements Site {
  readonly folder: string;
  readonly request: RunRequest;
  readonly versions = new Map<string, string>();
  readonly #main: string;
  readonly #closers: Closers;
  readonly #signal: AbortSignal;
  readonly #helpers = new Map<Member, number>();
  #redis: readonly OwnedRedisServer[] = [];
  #postgresql: PostgresqlServer | null = null;

  constructor(folder: string, request: RunRequest, main: string, closers: Closers, signal: AbortSignal) {
    this.folder = folder;
    this.request = request;
    this.#main = main;
    this.#closers = closers;
    this.#signal = signal;
  }

  /** Those that were asked for. */
  get redisServers(): readonly OwnedRedisServer[] {
    return this.#redis;
  }

  redis = async (count: number): Promise<readonly OwnedRedisServer[]> => {
    const servers = await redisServers(this.folder, count, this.request.servers.redis, this.#signal);
    await this.#closers.add(async () => void (await Promise.all(servers.map((server) => server.close()))));
    this.#redis = servers;
    return servers;
  };

  postgresql = async (): Promise<string> => {
    const given = this.request.servers.postgresql;
    const server = await (given === null ? startPostgresql(this.folder, this.#signal) : joinPostgresql(given, this.#signal));
    await this.#closers.add(() => server.stop());
    this.#postgresql = server;
    this.version('postgresql', server.version);
    return server.url;
  };

  helper = async (role: string, config: Plain): Promise<void> => {
    const member: Member = new Member(this.#main, { is: 'help', role, folder: this.folder, config }, (message) => {
      if (message.is === 'done') this.#helpers.set(member, message.cpuMs);
      if (message.is === 'version') this.version(message.name, message.version);
    });
    await this.#closers.add(() => member.kill());
    this.#helpers.set(member, 0);
    await untilReady(member);
    member.tell({ is: 'go', deadline: null });
    member.ended.then((end) => {
      if (end.is === 'failed') this.#failed ??= new RealRunError(end.message);
    }, (error: unknown) => console.error(error));
  };

  #failed: RealRunError | null = null;

  version = (name: string, version: string): void => {
    this.versions.set(name, version);
  };

  /** Ends the helpers, so that they tell what they took. @throws RealRunError of one that had failed */
  async endHelpers(): Promise<void> {
    if (this.#failed !== null) throw this.#failed;
    for (const member of this.#helpers.keys()) member.tell({ is: 'stop' });
    await Promise.all([...this.#helpers.keys()].map((member) => member.ended));
  }

  /** User and system time of servers and helpers so far, ms; null where there are none, or that cannot be told. */
  serverCpuMs(): number | null {
    const servers = [...this.#redis, ...(this.#postgresql === null ? [] : [this.#postgresql])].map((server) => server.cpuMs());
    const times = [...servers, ...this.#helpers.values()];
    if (times.length === 0) return null;
    return times.reduce<number | null>((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
  }
}
