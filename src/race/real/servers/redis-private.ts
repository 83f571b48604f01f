import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, orGone } from '../../../base/errors.ts';
import { RealRunError } from '../lab.ts';
import { endsWithUs } from './ends-with-us.ts';
import { processorMs } from './processor-time.ts';
import { freePort, untilItAnswers, type RedisAddress } from './redis-ping.ts';
import type { OwnedRedisServer } from './redis.ts';
import { fitsSocket } from './socket-path.ts';

const logFile = 'redis.log';
/** Another program may take a free port before the server does. */
const portTries = 3;

/** A server that was started for a run, and ends with it. */
export class PrivateRedis implements OwnedRedisServer {
  readonly prefix = 'lockscope-race:';
  readonly isPrivate = true;
  readonly #program: string;
  readonly #folder: string;
  readonly #address: RedisAddress;
  readonly #closing = new AbortController();
  #child: ChildProcess | null = null;
  /** Of its processes that have ended, ms. */
  #cpuBefore = 0;
  /** What is asked of it is done one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(program: string, folder: string, address: RedisAddress) {
    this.#program = program;
    this.#folder = folder;
    this.#address = address;
  }

  /** @throws RealRunError; the signal's reason; it has ended then */
  static async start(program: string, folder: string, signal: AbortSignal): Promise<PrivateRedis> {
    for (let tried = 1; ; tried += 1) {
      const server = new PrivateRedis(program, folder, await addressIn(folder));
      try {
        await server.#begin(signal);
        return server;
      } catch (error) {
        await server.close();
        if (server.#address.is === 'socket' || tried === portTries || signal.aborted) throw error;
      }
    }
  }

  get url(): string {
    return this.#address.is === 'socket' ? this.#address.path : `redis://127.0.0.1:${this.#address.port}`;
  }

  kill(): Promise<void> {
    return this.#next(() => this.#end());
  }

  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#end();
      if (!this.#closing.signal.aborted) await this.#begin(this.#closing.signal);
    });
  }

  cpuMs(): number | null {
    if (process.platform !== 'linux') return null;
    return this.#cpuBefore + (this.#child?.pid === undefined ? 0 : (processorMs(this.#child.pid) ?? 0));
  }

  async close(): Promise<void> {
    this.#closing.abort(new RealRunError('The Redis server is being stopped.'));
    await this.#next(() => this.#end());
  }

  #next(act: () => Promise<void>): Promise<void> {
    const done = this.#last.then(act);
    // Whoever asked is told of the failure; the next one is not kept from its turn by it.
    this.#last = done.catch(() => null);
    return done;
  }

  async #begin(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const child = this.#spawn();
    this.#child = child;
    const ended = new AbortController();
    const onEnd = (why: string): void => ended.abort(new RealRunError(`redis-server ended before it was ready: ${why}`));
    child.once('error', (error) => onEnd(messageOf(error)));
    child.once('exit', () => onEnd(this.#lastWords()));
    await untilItAnswers(this.#address, AbortSignal.any([signal, ended.signal]));
  }

  #spawn(): ChildProcess {
    const log = openSync(path.join(this.#folder, logFile), 'a', 0o600);
    try {
      const { program, args } = endsWithUs({ program: this.#program, args: this.#arguments() });
      return spawn(program, args, { cwd: this.#folder, stdio: ['ignore', log, log] });
    } finally {
      closeSync(log);
    }
  }

  #arguments(): readonly string[] {
    const where = this.#address.is === 'socket' ? ['--port', '0', '--unixsocket', this.#address.path, '--unixsocketperm', '700'] : ['--port', String(this.#address.port), '--bind', '127.0.0.1'];
    return [...where, '--save', '', '--appendonly', 'no', '--dir', this.#folder, '--daemonize', 'no', '--logfile', '', '--loglevel', 'warning'];
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.pid === undefined) return;
    this.#cpuBefore += processorMs(child.pid) ?? 0;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  #lastWords(): string {
    const log = orGone(() => readFileSync(path.join(this.#folder, logFile), 'utf8')) ?? '';
    return log.trim().split('\n').at(-1) ?? '';
  }
}

async function addressIn(folder: string): Promise<RedisAddress> {
  const socket = path.join(folder, 'redis.sock');
  return process.platform !== 'win32' && fitsSocket(socket) ? { is: 'socket', path: socket } : { is: 'port', port: await freePort() };
}
