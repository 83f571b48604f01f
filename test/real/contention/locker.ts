import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** By which call a lock is taken. */
export type How = 'flock' | 'posix' | 'ofd';

/** What a locker says of one hold; ms since the epoch, with fractions. */
export interface Truth {
  readonly pid: number;
  readonly wanted: number;
  readonly got: number;
  readonly freed: number;
  /** By how much its length may be off, as far as the locker can tell, ms; none: by next to nothing. */
  readonly looseMs?: number;
}

/** Where the program is; it shows in the README's pictures without its folder. */
const folder = fileURLToPath(new URL('.', import.meta.url));

/** Why lockers cannot run here, or false. */
export const cannotLock = process.platform !== 'linux' ? 'reads /proc/locks' : spawnSync('perl', ['-MTime::HiRes', '-e', '1']).status === 0 ? false : 'takes perl';

/** A process that takes kernel locks as it is told, and logs when it did. */
export class Locker implements AsyncDisposable {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  /** @throws when perl cannot be started */
  constructor() {
    this.#child = spawn('perl', ['locker.pl'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.pid === undefined) throw new Error('cannot start perl');
    this.pid = this.#child.pid;
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Settles once it has the lock. @throws Error when the kernel refuses it, as in a deadlock that it sees */
  async lock(file: string, how: How, isShared = false): Promise<void> {
    const answer = await this.#ask([isShared ? 'shared' : 'lock', file, how]);
    if (!answer.startsWith('got ')) throw new Error(answer);
  }

  /** Has a child take the lock by the same open file; the child has ended when this settles. */
  async inherit(file: string): Promise<void> {
    await this.#ask(['inherit', file, 'flock']);
  }

  async unlock(file: string): Promise<void> {
    await this.#ask(['unlock', file]);
  }

  /** Takes, holds and releases a lock so many times. */
  async cycle(file: string, how: How, { holdMs, gapMs, count }: { readonly holdMs: number; readonly gapMs: number; readonly count: number }): Promise<readonly Truth[]> {
    const answer = await this.#ask(['cycle', file, how, String(holdMs), String(gapMs), String(count)]);
    const told: unknown = JSON.parse(answer.slice(answer.indexOf('[')));
    if (!Array.isArray(told)) throw new Error(`no log of holds: ${answer}`);
    return told.map((times: unknown) => this.#truth(times));
  }

  /** Takes and releases a lock as often as it can. @returns how often that was */
  async spin(file: string, how: How, ms: number): Promise<number> {
    return Number((await this.#ask(['spin', file, how, String(ms)])).split(' ')[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #ask(words: readonly string[]): Promise<string> {
    this.#child.stdin.write(`${words.join('\t')}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`the locker ended during "${words.join(' ')}"`);
    return value;
  }

  #truth(times: unknown): Truth {
    const [wanted, got, freed] = Array.isArray(times) ? times.map(Number) : [];
    if (wanted === undefined || got === undefined || freed === undefined) throw new Error('no times of a hold');
    return { pid: this.pid, wanted, got, freed };
  }
}
