/** One Redis server that takes part in a run. */
export interface RedisServer {
  /** redis:// or the path of a Unix socket, as ioredis takes them. */
  readonly url: string;
  /** Prefix of all keys of this run, so that a server that others use stays as it was. */
  readonly prefix: string;
  /** Whether it was started for this run; only such a one may be ended. */
  readonly isPrivate: boolean;
  /** Ends it by SIGKILL. @throws RealRunError for one that is not private */
  kill(): Promise<void>;
  /** Ends it and starts it again, empty. @throws RealRunError for one that is not private */
  restart(): Promise<void>;
  /** User and system time so far, ms; null where that cannot be told. */
  cpuMs(): number | null;
}
