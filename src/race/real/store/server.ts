import { once } from 'node:events';
import net from 'node:net';
import { toJson } from '../../../base/json.ts';
import { CounterFile } from '../scenarios/counter/counter-file.ts';
import { socketIn } from '../socket.ts';
import { FencedNumber } from './fenced.ts';
import { lineReader } from './line-reader.ts';
import { storeRequest } from './protocol.ts';

export const storeRole = 'store';

/** Where the store of a run listens. */
export function storeAddress(folder: string): string {
  return socketIn(folder, storeRole);
}

/**
 * Serves the count in the run's folder, and checks the tokens that come with reads and writes, until it is closed.
 * @returns once it listens
 */
export async function serveStore({ folder }: { readonly folder: string }): Promise<{ close(): Promise<void> }> {
  const file = new CounterFile(folder, storeRole);
  const stored = new FencedNumber(file.read(), (value) => file.write(value));
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.setEncoding('utf8').on('data', lineReader((line) => socket.write(`${toJson(stored.answer(storeRequest(JSON.parse(line))))}\n`)));
    socket.once('close', () => sockets.delete(socket));
    // An actor that was killed leaves its connection in the middle of something.
    socket.on('error', () => socket.destroy());
  });
  server.listen(storeAddress(folder));
  await once(server, 'listening');
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
