import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoCode } from '../../../base/errors.ts';
import { RealRunError } from '../lab.ts';

/** Where a server of ours listens. */
export type RedisAddress = { readonly is: 'socket'; readonly path: string } | { readonly is: 'port'; readonly port: number };

const startsWithinMs = 15_000;
const betweenTriesMs = 5;
const answersWithinMs = 1_000;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new RealRunError('There is no free port on 127.0.0.1.');
  return address.port;
}

/** Waits until a server answers. @throws RealRunError when it does not in time; the signal's reason */
export async function untilItAnswers(address: RedisAddress, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + startsWithinMs;
  while (!(await answers(address))) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new RealRunError(`redis-server did not answer within ${startsWithinMs / 1000} s.`);
    await pause(betweenTriesMs);
  }
  signal.throwIfAborted();
}

/** Whether it says PONG. */
async function answers(address: RedisAddress): Promise<boolean> {
  const socket = address.is === 'socket' ? net.connect(address.path) : net.connect(address.port, '127.0.0.1');
  try {
    socket.write('PING\r\n');
    const [answer]: unknown[] = await once(socket, 'data', { signal: AbortSignal.timeout(answersWithinMs) });
    return String(answer).startsWith('+PONG');
  } catch (error) {
    if (isNoAnswer(error)) return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

function isNoAnswer(error: unknown): boolean {
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAGAIN', 'ABORT_ERR'].includes(errnoCode(error) ?? '');
}
