import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoCode } from '../base/errors.ts';

/** Something else has the mutex and did not let go of it in time. */
export class MutexBusyError extends Error {
  override readonly name = 'MutexBusyError';
}

/** A mutex that is held until it is let go of, or until this process ends in whatever way. */
export interface HeldMutex {
  /** Lets go; whoever waits is woken. */
  release(): void;
}

/** How often a mutex that cannot wake its waiters is tried again, ms. */
const pollMs = 20;

/**
 * Acquires a mutex among all processes of this machine. The kernel keeps it, so nothing of it can be
 * left over by a crash: on Linux an abstract Unix socket (of this network namespace), on Windows a
 * named pipe, elsewhere a file that is open exclusively. Not reentrant.
 * @param name what it is about; any text, the same for all who take part
 * @param timeoutMs how long to wait for whoever has it, ms
 * @throws MutexBusyError when it was not free in time
 */
export async function acquireMutex(name: string, timeoutMs: number): Promise<HeldMutex> {
  const { tryAcquire, untilFree } = mutexNamed(createHash('sha256').update(name).digest('hex').slice(0, 40));
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const held = await tryAcquire();
    if (held !== null) return held;
    const left = deadline - performance.now();
    if (left <= 0) throw new MutexBusyError(`The mutex of ${name} was not free within ${timeoutMs} ms.`);
    await untilFree(left);
  }
}

/** Runs with a mutex held. @see acquireMutex */
export async function withMutex<T>(name: string, timeoutMs: number, act: () => T | Promise<T>): Promise<T> {
  const held = await acquireMutex(name, timeoutMs);
  try {
    return await act();
  } finally {
    held.release();
  }
}

/** Whose processes can hold the same mutex: a break recorded elsewhere cannot be known to be over. */
export function mutexSpace(readLink: (file: string) => string | null): string {
  return process.platform === 'linux' ? (readLink('/proc/self/ns/net') ?? 'unknown') : os.hostname();
}

interface NativeMutex {
  readonly tryAcquire: () => Promise<HeldMutex | null>;
  /** Resolves when it may be free, at the latest after so many ms. */
  readonly untilFree: (mostMs: number) => Promise<void>;
}

function mutexNamed(id: string): NativeMutex {
  if (process.platform === 'linux') return socketMutex(`\0lockscope-${id}`);
  return process.platform === 'win32' ? socketMutex(String.raw`\\.\pipe\lockscope-${id}`) : fileMutex(id);
}

/** Whoever listens has it. A waiter connects, and its connection ends with the holder. */
function socketMutex(address: string): NativeMutex {
  return {
    tryAcquire: async () => {
      const waiters = new Set<net.Socket>();
      const server = net.createServer((waiter) => {
        waiters.add(waiter);
        waiter.on('error', () => waiter.destroy());
        waiter.once('close', () => waiters.delete(waiter));
      });
      server.listen({ path: address, exclusive: true });
      try {
        await once(server, 'listening');
      } catch (error) {
        if (errnoCode(error) === 'EADDRINUSE') return null;
        throw error;
      }
      const release = (): void => {
        server.close();
        for (const waiter of waiters) waiter.destroy();
      };
      return { release };
    },
    untilFree: async (mostMs) => {
      const socket = net.connect({ path: address });
      const timer = setTimeout(() => socket.destroy(), mostMs);
      // An error is that nobody listens any more; 'close' follows it.
      socket.on('error', () => socket.destroy());
      socket.resume();
      await new Promise<void>((resolve) => socket.once('close', () => resolve()));
      clearTimeout(timer);
    },
  };
}

/** open(2) of macOS and the BSDs: an flock that comes with the descriptor. Node has no name for it. */
const openExclusively = 0x20;

/** Written from the manual of open(2); there was no such machine to run it on. */
function fileMutex(id: string): NativeMutex {
  const folder = path.join(os.tmpdir(), `lockscope-${process.getuid?.() ?? 0}`);
  const tryOpen = (): HeldMutex | null => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      const descriptor = openSync(path.join(folder, id), constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | openExclusively, 0o600);
      return { release: () => closeSync(descriptor) };
    } catch (error) {
      if (['EAGAIN', 'EWOULDBLOCK'].includes(errnoCode(error) ?? '')) return null;
      throw error;
    }
  };
  return {
    tryAcquire: () => Promise.resolve(tryOpen()),
    untilFree: (mostMs) => pause(Math.min(pollMs, mostMs)),
  };
}
