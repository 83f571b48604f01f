import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { errnoCode } from '../../../src/base/errors.ts';
import { groupIsAlive } from './processes.ts';
import { waitFor } from './wait.ts';

export interface Part {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Where the actor is told things and says things: its standard input and output, or descriptors
   * 3 and 4, which what it starts in turn inherits. git keeps the standard ones for itself.
   */
  readonly channel?: 'standard' | 'inherited';
}

/**
 * A process of ours, alone in its process group and session, so that it has no terminal. It ends
 * when its channel closes, so it does not outlive us even if we are killed.
 */
export class Actor {
  readonly pid: number;
  /** Settles when the process itself has ended, with its exit code or null after a signal. */
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #ear: Writable;
  readonly #voice: Readable;
  #complaints = '';
  #groupIsOver = false;

  /** @throws when the program cannot be started */
  constructor({ command, args, cwd, env = process.env, channel = 'standard' }: Part) {
    const ownChannel = channel === 'inherited';
    const stdio = ownChannel ? (['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] as const) : (['pipe', 'pipe', 'pipe'] as const);
    const child = spawn(command, args, { cwd, env, detached: true, stdio: [...stdio] });
    this.exited = ending(child);
    if (child.pid === undefined) throw new Error(`cannot start ${command} in ${cwd}`);
    this.pid = child.pid;
    this.#child = child;
    this.#ear = writable(child.stdio[ownChannel ? 3 : 0]);
    this.#voice = readable(child.stdio[ownChannel ? 4 : 1]);
    // Telling something to an actor that has just ended is no failure of ours.
    this.#ear.on('error', (error) => this.#complain(String(error)));
    readable(child.stderr).on('data', (data: Buffer) => this.#complain(data.toString()));
    // Once the whole group is gone its number may be given to others: never signal it again.
    child.once('exit', () => (this.#groupIsOver ||= !groupIsAlive(this.pid)));
  }

  /** The first line that the actor says. Rejects when it ends without a word. */
  announced(): Promise<string> {
    const lines = createInterface({ input: this.#voice });
    return new Promise((resolve, reject) => {
      const unannounced = () => reject(new Error(`${this.#child.spawnfile} ended unannounced: ${this.#complaints}`));
      lines.once('line', resolve);
      lines.once('close', unannounced);
      // The reader of lines does not notice when end() closes the stream under it.
      this.#voice.once('close', unannounced);
    });
  }

  tell(line: string): void {
    this.#ear.write(`${line}\n`);
  }

  /** What it wrote on standard error so far, the last of it. */
  get complaints(): string {
    return this.#complaints;
  }

  /** Whether the process itself has ended. */
  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Signals the process itself, not its group. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills the process with all that it started, and waits until they are gone. */
  async end(): Promise<void> {
    if (!this.#groupIsOver) {
      this.#killGroup();
      await this.exited;
      await waitFor(() => !groupIsAlive(this.pid), `the end of process group ${this.pid}`);
      this.#groupIsOver = true;
    }
    this.#ear.destroy();
    this.#voice.destroy();
  }

  #killGroup(): void {
    try {
      process.kill(process.platform === 'win32' ? this.pid : -this.pid, 'SIGKILL');
    } catch (error) {
      if (errnoCode(error) !== 'ESRCH') throw error;
    }
  }

  #complain(more: string): void {
    this.#complaints = (this.#complaints + more).slice(-2000);
  }
}

function ending(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
}

function writable(stream: unknown): Writable {
  if (stream instanceof Writable) return stream;
  throw new TypeError('no pipe to write to');
}

function readable(stream: unknown): Readable {
  if (stream instanceof Readable) return stream;
  throw new TypeError('no pipe to read from');
}
