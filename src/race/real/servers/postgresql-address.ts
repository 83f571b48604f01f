import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { freePort } from './redis-ping.ts';
import { fitsSocket } from './socket-path.ts';

/** Where a private server listens: only there. */
export type Address = { readonly is: 'socket'; readonly folder: string } | { readonly is: 'loopback'; readonly port: number; readonly password: string };

export const superuser = 'lockscope';

/** Its name has a port, although there is none. */
const socketPort = 5432;

/** A socket in that folder, or a free port on this machine with a password where there are no such sockets or the path is too long. */
export async function addressIn(folder: string): Promise<Address> {
  if (process.platform !== 'win32' && fitsSocket(path.join(folder, `.s.PGSQL.${socketPort}`))) return { is: 'socket', folder };
  return { is: 'loopback', port: await freePort(), password: randomBytes(16).toString('hex') };
}

export function urlOf(address: Address): string {
  const [user, host, query] = address.is === 'socket'
    ? [superuser, `localhost:${socketPort}`, `host=${encodeURIComponent(address.folder)}&`]
    : [`${superuser}:${address.password}`, `127.0.0.1:${address.port}`, ''];
  // Else what the environment says of TLS would hold for this server too.
  return `postgresql://${user}@${host}/postgres?${query}sslmode=disable`;
}

export function settingsOf(address: Address): readonly string[] {
  if (address.is === 'loopback') return ['listen_addresses=127.0.0.1', `port=${address.port}`, 'unix_socket_directories='];
  return ['listen_addresses=', `port=${socketPort}`, `unix_socket_directories=${address.folder}`, 'unix_socket_permissions=0700'];
}
