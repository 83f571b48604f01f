import { Worker } from 'node:worker_threads';
import { messageOf } from '../../base/errors.ts';
import type { Progress } from '../model/choice.ts';
import { ScenarioError } from '../model/scenario-error.ts';
import type { Answer, FromThread, Task } from './protocol.ts';
import { Pulse } from './pulse.ts';
import { Look } from './where-it-runs.ts';

export interface ThreadLimits {
  /** MiB, states included; looked at every {@link feltMs}. */
  readonly memoryMb: number;
  /** So long may one slice, one step or the loading of a file take, ms. An exploration as a whole may take longer. */
  readonly stuckMs: number;
}

/** The pulse is felt so often while a thread runs, ms. */
const feltMs = 100;
/** What loading the thread and what the process does besides may take, MiB. */
const besidesMb = 256;
/** Where a stuck thread runs is looked for so long, ms. */
const lookMs = 5000;

/** A thread that does one task after another. It does not keep the process from ending while it has none. */
export class Thread {
  readonly limits: ThreadLimits;
  private readonly worker: Worker;
  private readonly pulse = new Pulse();
  private readonly look = new Look();
  private actors: readonly string[] = [];

  /**
   * @param main the thread's main module: src/race/worker/worker.ts, or the bundle made of it
   * @param onOutput is told what scenarios print
   */
  constructor(main: string | URL, limits: ThreadLimits, onOutput: (text: string) => void) {
    this.limits = limits;
    this.worker = new Worker(main, {
      name: 'lockscope-race',
      workerData: this.pulse.buffer,
      // So that the lines of what comes with Lockscope are those of its sources. In the sources they are.
      ...(String(main).endsWith('.ts') ? {} : { execArgv: ['--enable-source-maps'] }),
      // A heap that reaches its own limit by one large piece ends the whole process. The memory of the process is
      // looked at as well, so that this one is seldom reached.
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb * 2 },
      stdout: true,
      stderr: true,
    });
    for (const output of [this.worker.stdout, this.worker.stderr]) output.setEncoding('utf8').on('data', onOutput);
    // While it has nothing to do it may come to its end by itself, which nobody waits for then.
    this.worker.on('error', () => undefined).unref();
  }

  /**
   * One task at a time. After an error the thread is to be ended: nothing is known of it any more.
   * @throws ScenarioError; the signal's reason
   */
  async run(task: Task, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Answer> {
    this.worker.ref();
    const end = new AbortController();
    try {
      const answer = this.answer(onProgress, signal, end.signal);
      this.worker.postMessage(task);
      return await answer;
    } finally {
      end.abort();
      this.worker.unref();
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate();
    this.look.close();
  }

  private answer(onProgress: (progress: Progress) => void, signal: AbortSignal, over: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const watch = this.watch(reject);
      const hear = (message: FromThread): void => {
        switch (message.type) {
          case 'actors': this.actors = message.names; return;
          case 'progress': return onProgress(message.progress);
          case 'answered': return resolve(message.answer);
          case 'failed': return reject(new ScenarioError(message.message, message.place));
        }
      };
      const die = (error: unknown): void => reject(this.died(error));
      const leave = (): void => reject(new ScenarioError('The scenario ended its thread before there was a result. A scenario must not call process.exit().'));
      const abort = (): void => reject(signal.reason);
      this.worker.on('message', hear).on('error', die).on('exit', leave);
      signal.addEventListener('abort', abort);
      over.addEventListener('abort', () => {
        clearInterval(watch);
        signal.removeEventListener('abort', abort);
        this.worker.off('message', hear).off('error', die).off('exit', leave);
      });
      if (signal.aborted) abort();
    });
  }

  /** Feels the pulse, and looks what the process takes. Turns are counted rather than time, so that a machine that slept or stalled is not taken for a loop. */
  private watch(reject: (error: Error) => void): NodeJS.Timeout {
    // It begins with its first beat, when the thread itself is loaded.
    let beats = 0;
    let turns = 0;
    const mostBytes = process.memoryUsage.rss() + (this.limits.memoryMb + besidesMb) * 2 ** 20;
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() > mostBytes) reject(this.tooLarge());
      turns = beats > 0 && this.pulse.beats === beats ? turns + 1 : 0;
      beats = this.pulse.beats;
      if (turns * feltMs < this.limits.stuckMs) return;
      clearInterval(watch);
      this.stuck().then(reject, reject);
    }, feltMs);
    return watch;
  }

  private async stuck(): Promise<ScenarioError> {
    const { running } = this.pulse;
    const place = await this.look.where(this.worker.threadId, lookMs);
    const within = `within ${this.limits.stuckMs / 1000} s`;
    const says = running === null ? `Nothing came of it ${within}` : `${this.actors[running.actor] ?? 'An actor'} did not come to its ${running.step === 1 ? 'first step' : `step ${running.step}`} ${within}`;
    return new ScenarioError(`${says}. ${place === null ? 'A loop in it' : 'The loop that runs here'} has no end, or takes too long.`, place);
  }

  private died(error: unknown): ScenarioError {
    const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    return isMemory ? this.tooLarge() : new ScenarioError(`The scenario failed: ${messageOf(error)}`, null, error);
  }

  private tooLarge(): ScenarioError {
    return new ScenarioError(`The scenario took more than ${this.limits.memoryMb} MB. Make it smaller: fewer actors, fewer steps, smaller values.`);
  }
}
