import { rmSync, writeFileSync, chownSync } from 'node:fs';
import path from 'node:path';
import { connectTo } from '../databases/postgresql.ts';
import { RealRunError } from '../lab.ts';
import { findPostgresql } from './find.ts';
import { accountToRunAs, makeFolderFor, type Account } from './postgresql-account.ts';
import { addressIn, settingsOf, superuser, urlOf, type Address } from './postgresql-address.ts';
import { PostgresqlProcess } from './postgresql-process.ts';
import { cpuMsWithChildren } from './postgresql-time.ts';
import type { PostgresqlServer } from './postgresql.ts';

/** More than the most actors, with what a server keeps for itself. */
const maxConnections = 300;

/**
 * Starts a private server, with its data and its socket in a folder of their own below the run's. Settings are
 * PostgreSQL's own, so that a commit is on the disk when it returns; but it may have more connections, keeps
 * dynamic shared memory in its folder, and does not log what its clients are told anyway.
 * @param folder of the run; others may pass through it from now on, when this process is root's
 * @throws RealRunError; the signal's reason. Nothing is left then but files in the folder
 */
export async function startPostgresql(folder: string, signal: AbortSignal): Promise<PostgresqlServer> {
  const programs = findPostgresql();
  if (programs === null) throw new RealRunError('PostgreSQL was not found on this machine. Install it (Debian: postgresql), or give the URL of a server.');
  const account = accountToRunAs();
  const data = path.join(folder, 'postgresql');
  signal.throwIfAborted();
  makeFolderFor(account, folder, data);
  const address = await addressIn(data);
  await initialise(programs.initdb, data, account, address, signal);
  const server = PostgresqlProcess.start(programs.postgres, ['-D', data, ...settings(address)], { cwd: data, account });
  try {
    await server.untilSaid(/database system is ready to accept connections/, signal);
    return { url: urlOf(address), version: await versionAt(urlOf(address)), isPrivate: true, cpuMs: () => cpuMsWithChildren(server.pid), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function settings(address: Address): readonly string[] {
  const own = [...settingsOf(address), `max_connections=${maxConnections}`, 'dynamic_shared_memory_type=mmap', 'log_min_messages=log', 'logging_collector=off', 'cluster_name=lockscope-race'];
  return own.flatMap((setting) => ['-c', setting]);
}

/** Interrupted, it ends after the step that it is at; killed, the server that it has at work would leave a segment of shared memory behind. */
async function initialise(initdb: string, data: string, account: Account | null, address: Address, signal: AbortSignal): Promise<void> {
  const password = path.join(data, '..', 'postgresql-password');
  if (address.is === 'loopback') {
    writeFileSync(password, address.password, { mode: 0o600, flag: 'wx' });
    if (account !== null) chownSync(password, account.uid, account.gid);
  }
  const auth = address.is === 'loopback' ? ['--auth=scram-sha-256', `--pwfile=${password}`] : ['--auth=trust'];
  try {
    const made = PostgresqlProcess.start(initdb, ['--no-sync', ...auth, `--username=${superuser}`, '--encoding=UTF8', '--locale=C', '-D', data], { cwd: data, account });
    await made.untilEnded(signal);
  } finally {
    rmSync(password, { force: true });
  }
}

async function versionAt(url: string): Promise<string> {
  const session = await connectTo(url);
  try {
    return await session.version();
  } finally {
    await session.close();
  }
}
