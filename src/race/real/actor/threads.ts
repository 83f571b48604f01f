import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { monotonicMs } from '../clock.ts';
import type { ToActor } from '../lines.ts';
import type { Meter } from './meter.ts';

/** Bytes that the threads of one run share. */
const sharedBytes = 1 << 20;

type Order = Extract<ToActor, { is: 'work' }>;

/** What a thread is told at its start; the order as the line that it came as. */
export interface ThreadStart {
  readonly order: string;
  readonly actor: number;
  readonly shared: SharedArrayBuffer;
}

/** What a thread tells: that it is ready, and then how many operations it has done since it told last. */
export type FromThread = 'ready' | number;

/** Actors that are threads of this process. */
export class Threads {
  readonly #threads: readonly Worker[];
  readonly #ends: Promise<unknown>;

  private constructor(threads: readonly Worker[], ends: Promise<unknown>) {
    this.#threads = threads;
    this.#ends = ends;
  }

  /** Resolves when all of them are ready. @throws what one of them throws */
  static async open(order: Order, meter: Meter): Promise<Threads> {
    const shared = new SharedArrayBuffer(sharedBytes);
    const threads = order.actors.map((actor) => {
      const start: ThreadStart = { order: JSON.stringify(order), actor, shared };
      return new Worker(process.argv[1] ?? '', { workerData: start });
    });
    const ends = Promise.all(threads.map((thread) => once(thread, 'exit')));
    await Promise.race([Promise.all(threads.map((thread) => once(thread, 'message'))), ends]);
    for (const thread of threads) thread.on('message', (message: FromThread) => (message === 'ready' ? undefined : meter.add(message)));
    return new Threads(threads, ends);
  }

  async perform(deadline: number | null): Promise<void> {
    for (const thread of this.#threads) thread.postMessage({ is: 'go', deadline });
    await this.#ends;
  }

  stop(): void {
    for (const thread of this.#threads) thread.postMessage({ is: 'stop' });
  }
}

/** Tells of operations, some at a time. */
export function inLots(tellLot: (operations: number) => void): { readonly add: () => void; readonly rest: () => void } {
  const everyMs = 50;
  let told = monotonicMs();
  let untold = 0;
  const rest = (): void => {
    if (untold > 0) tellLot(untold);
    untold = 0;
  };
  const add = (): void => {
    untold += 1;
    const now = monotonicMs();
    if (now - told < everyMs) return;
    told = now;
    rest();
  };
  return { add, rest };
}
