import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { errnoCode } from '../../base/errors.ts';
import { withMutex } from '../../system/mutex.ts';

/** How long another process may take to become the server, ms. */
const mutexTimeoutMs = 5_000;

/** Where the server of a line listens: a name that ends with its process, or a path where there are no such names. */
export function addressOf(id: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'linux') return `\0lockscope-line-${id}`;
  if (platform === 'win32') return String.raw`\\.\pipe\lockscope-line-${id}`;
  return path.join(os.tmpdir(), `lockscope-${process.getuid?.() ?? 0}`, `${id}.line`);
}

/** @returns null when nobody listens there */
export async function connectTo(address: string): Promise<net.Socket | null> {
  const socket = net.connect({ path: address });
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    if (['ECONNREFUSED', 'ENOENT'].includes(errnoCode(error) ?? '')) return null;
    throw error;
  }
}

/**
 * @param onConnection called with each connection from the first on
 * @returns null when another process was quicker
 */
export async function listenAt(address: string, onConnection: (socket: net.Socket) => void): Promise<net.Server | null> {
  if (!path.isAbsolute(address) || address.startsWith(String.raw`\\.\pipe`)) return listen(address, onConnection);
  mkdirSync(path.dirname(address), { recursive: true, mode: 0o700 });
  // A socket with a path outlives its process; it is removed once nobody answers there.
  return withMutex(`line ${address}`, mutexTimeoutMs, async () => {
    const other = await connectTo(address);
    other?.destroy();
    if (other !== null) return null;
    rmSync(address, { force: true });
    return listen(address, onConnection);
  });
}

async function listen(address: string, onConnection: (socket: net.Socket) => void): Promise<net.Server | null> {
  const server = net.createServer(onConnection);
  server.listen({ path: address, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (errnoCode(error) === 'EADDRINUSE') return null;
    throw error;
  }
}

/** Calls back with each whole line that comes, for as long as the connection lasts. */
export function readLines(socket: net.Socket, onLine: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
