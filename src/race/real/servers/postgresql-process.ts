import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { RealRunError } from '../lab.ts';
import { endsWithUs } from './ends-with-us.ts';
import type { Account } from './postgresql-account.ts';

/** So much of what a program says is kept, characters: the end of it. */
const keptCharacters = 4000;

/** So long a server may take to end when told to, ms; PostgreSQL kills its own processes after five seconds. */
const endsWithinMs = 8000;

interface Options {
  readonly cwd: string;
  readonly account: Account | null;
}

/** A program of PostgreSQL, and all processes that it starts: they share what it writes to, which tells when the last has ended. */
export class PostgresqlProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #said = '';
  #onSaid: () => void = () => undefined;
  #end: string | null = null;

  private constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    this.#closed = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#end ??= how;
        this.#onSaid();
        resolve();
      };
      child.once('error', ({ message }) => end(message));
      child.once('close', (code, signal) => end(signal === null ? `exit code ${code}` : signal));
    });
    const decoder = new StringDecoder();
    child.stderr?.on('data', (bytes: Buffer) => this.#hear(decoder.write(bytes)));
  }

  /** Started so that it ends when this process does, in whatever way. */
  static start(program: string, args: readonly string[], { cwd, account }: Options): PostgresqlProcess {
    // Nothing of the user's own PostgreSQL, such as PGOPTIONS; in English, for what is waited for; and initdb would try hundreds of time zones.
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
    const env = { ...Object.fromEntries(others), LC_ALL: 'C', TZ: 'UTC' };
    const command = endsWithUs({ program, args }, 'QUIT');
    const child = spawn(command.program, command.args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], ...account });
    return new PostgresqlProcess(path.basename(program), child);
  }

  /** null when it could not be started. */
  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** @throws RealRunError when it ends before; the signal's reason */
  async untilSaid(words: RegExp, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (signal.aborted) reject(signal.reason);
        else if (words.test(this.#said)) resolve();
        else if (this.#end !== null) reject(this.#failure());
        else return;
        signal.removeEventListener('abort', look);
        this.#onSaid = () => undefined;
      };
      this.#onSaid = look;
      signal.addEventListener('abort', look);
      look();
    });
  }

  /** @param signal has it end before, of its own accord @throws the signal's reason; RealRunError when it did not end well */
  async untilEnded(signal: AbortSignal): Promise<void> {
    const interrupt = (): void => void this.#child.kill('SIGINT');
    signal.addEventListener('abort', interrupt);
    await this.#closed;
    signal.removeEventListener('abort', interrupt);
    signal.throwIfAborted();
    if (this.#end !== 'exit code 0') throw this.#failure();
  }

  /**
   * Ends it at once, without writing its data; SIGQUIT has it give back its shared memory, which SIGKILL would not.
   * @throws RealRunError when it is still there in the end
   */
  async stop(): Promise<void> {
    if (this.#end === null) this.#child.kill('SIGQUIT');
    if (await this.#hasEndedWithin(endsWithinMs)) return;
    this.#child.kill('SIGKILL');
    if (!(await this.#hasEndedWithin(endsWithinMs))) throw new RealRunError(`${this.#name} (process ${this.pid}) does not end.`);
  }

  async #hasEndedWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    try {
      return await Promise.race([this.#closed.then(() => true), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #hear(words: string): void {
    this.#said = (this.#said + words).slice(-keptCharacters);
    this.#onSaid();
  }

  #failure(): RealRunError {
    const said = this.#said.trim().split('\n').slice(-5).join(' ');
    return new RealRunError(`${this.#name} ended with ${this.#end}${said === '' ? '.' : `: ${said}`}`);
  }
}
