export { joinPostgresql } from './postgresql-given.ts';
export { startPostgresql } from './postgresql-private.ts';

/** One PostgreSQL server that takes part in a run. */
export interface PostgresqlServer {
  /** Connection string of a database, or of a schema in one, that is the run's own. */
  readonly url: string;
  /** As `SHOW server_version` has it. */
  readonly version: string;
  /** Whether it was started for this run. */
  readonly isPrivate: boolean;
  /** User and system time so far, of all its processes, ms; null where that cannot be told. */
  cpuMs(): number | null;
  /** Ends a private one; of a given one, drops what is the run's. Nothing when that was done already. @throws RealRunError */
  stop(): Promise<void>;
}
