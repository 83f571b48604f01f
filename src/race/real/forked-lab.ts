import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { unless } from '../../base/errors.ts';
import type { RealCatalog } from './catalog.ts';
import { RealRunError, type RealLab, type RunListener } from './lab.ts';
import { onLines } from './lines.ts';
import type { GivenServers, RunRequest } from './request.ts';
import type { RunResult } from './result.ts';
import { toldFrom, type Asked, type Told } from './run/words.ts';

/** So long a runner may take to tidy up before it is ended with all that it started, ms. */
const mostTidyingMs = 20_000;
const mostComplaint = 4000;

export interface ForkedLabOptions {
  /** The program that runs JavaScript; the one that runs this when left out. */
  readonly program?: string;
}

/** The lab, with a process of its own for each run. */
export class ForkedLab implements RealLab {
  readonly #main: string;
  readonly #program: string;
  readonly #closing = new AbortController();
  readonly #runners = new Set<Runner>();

  /** @param main the runner's module: src/race/real/run/runner.ts, or the bundle made of it */
  constructor(main: string, { program = process.execPath }: ForkedLabOptions = {}) {
    this.#main = main;
    this.#program = program;
  }

  async catalog(servers: GivenServers): Promise<RealCatalog> {
    const told = await this.#ask({ is: 'catalog', servers }, () => undefined, this.#closing.signal);
    return told.is === 'catalog' ? told.catalog : mixedUp();
  }

  async run(request: RunRequest, { onProgress, onFolder }: RunListener, signal: AbortSignal): Promise<RunResult> {
    const listen = (told: Told): void => {
      if (told.is === 'progress') onProgress(told.progress);
      if (told.is === 'folder') onFolder?.(told.folder);
    };
    const told = await this.#ask({ is: 'run', request }, listen, AbortSignal.any([signal, this.#closing.signal]));
    return told.is === 'result' ? told.result : mixedUp();
  }

  async close(): Promise<void> {
    if (!this.#closing.signal.aborted) this.#closing.abort(new RealRunError('The race lab was closed.'));
    // How they ended, those who asked are told.
    await Promise.allSettled([...this.#runners].map(({ ended }) => ended));
  }

  async #ask(asked: Asked, listen: (told: Told) => void, signal: AbortSignal): Promise<Told> {
    signal.throwIfAborted();
    const runner = new Runner(this.#program, this.#main, asked, listen);
    this.#runners.add(runner);
    const cancel = (): void => runner.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answer = await runner.ended;
      signal.throwIfAborted();
      return answer;
    } catch (error) {
      // Its own words for it are that it was cancelled.
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#runners.delete(runner);
    }
  }
}

function mixedUp(): never {
  throw new RealRunError('The runner answered something else than it was asked.');
}

/** One runner's process, from its question to its answer. It leads a session of its own, so that Ctrl+C on a terminal reaches only whoever asked, who cancels. */
class Runner {
  readonly #child: ChildProcessWithoutNullStreams;
  /** Resolves with the answer once the process is gone, and all that it started. @throws RealRunError */
  readonly ended: Promise<Told>;
  #answer: Told | null = null;
  #complaint = '';
  #folder: string | null = null;
  #patience: NodeJS.Timeout | null = null;

  constructor(program: string, main: string, asked: Asked, listen: (told: Told) => void) {
    this.#child = spawn(program, [main], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_NO_WARNINGS: '1' }, stdio: 'pipe', detached: process.platform !== 'win32', windowsHide: true });
    // What is written to one that has just ended fails; its end is told by 'exit'.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#complain(text));
    const read = new Promise<void>((resolve) => {
      onLines(this.#child.stdout, toldFrom, (told) => {
        if (told.is === 'folder') this.#folder = told.folder;
        if (told.is === 'folder' || told.is === 'progress') listen(told);
        else this.#answer = told;
      }, (line) => this.#complain(line), resolve);
    });
    const exited = new Promise<void>((resolve) => {
      this.#child.once('error', (error) => {
        this.#complain(error.message);
        resolve();
      });
      this.#child.once('exit', () => resolve());
    });
    this.ended = Promise.all([read, exited]).then(() => this.#tidied()).then(() => this.#end());
    // Whoever asked may have gone away; it is heard by close() all the same.
    this.ended.catch(() => undefined);
    this.#child.stdin.write(`${JSON.stringify(asked)}\n`);
  }

  /** Asks it to end, which it does once nothing is left. */
  cancel(): void {
    this.#child.stdin.end();
    this.#patience ??= setTimeout(() => this.#endAll(), mostTidyingMs);
  }

  /** As a last resort: the runner, and with it whatever is still of its session. */
  #endAll(): void {
    const { pid } = this.#child;
    if (pid === undefined || process.platform === 'win32') this.#child.kill('SIGKILL');
    else unless('ESRCH', () => process.kill(-pid, 'SIGKILL'));
  }

  /** What a runner would have removed that was ended before it could. It is gone, and its folder nobody's. */
  async #tidied(): Promise<void> {
    if (this.#answer !== null || this.#folder === null) return;
    this.#endAll();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  #complain(text: string): void {
    this.#complaint = (this.#complaint + text).slice(-mostComplaint);
  }

  #end(): Told {
    clearTimeout(this.#patience ?? undefined);
    if (this.#answer === null) throw new RealRunError(`The runner ended without an answer. ${this.#complaint.trim()}`.trim());
    if (this.#answer.is === 'error') throw new RealRunError(this.#answer.isExpected ? this.#answer.message : `A mistake of Lockscope's ended the run: ${this.#answer.message} ${this.#complaint.trim()}`.trim());
    return this.#answer;
  }
}
