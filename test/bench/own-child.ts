import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { own } from '../editor/own.ts';

/** A script of this folder in a process of its own, which ends with this one at the latest. See obey(). */
export class OwnChild {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #release: () => Promise<void>;

  /** @throws when it cannot be started */
  constructor(script: string, args: readonly string[], execArgv: readonly string[] = []) {
    this.#child = fork(path.join(import.meta.dirname, script), args, { execArgv: [...execArgv] });
    if (this.#child.pid === undefined) throw new Error(`cannot start ${script}`);
    this.pid = this.#child.pid;
    this.#exited = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    this.#release = own(async () => {
      this.#child.kill('SIGKILL');
      await this.#exited;
    });
  }

  /**
   * Sends an order and waits for its answer; one order at a time.
   * @throws when the child ends instead of answering
   */
  ask(order: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`${this.#child.spawnargs.join(' ')} ended during "${order}"`));
      this.#child.once('exit', ended);
      this.#child.once('message', (answer) => {
        this.#child.off('exit', ended);
        resolve(answer);
      });
      this.#child.send(order);
    });
  }

  /** Sends it a signal; nothing when it is gone. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it and waits until it is gone. */
  end(): Promise<void> {
    return this.#release();
  }
}

/** The other end, in the child: answers each order, and ends the process when its parent is gone or an order fails. */
export function obey(answer: (order: string) => unknown): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (order) => {
    Promise.resolve(answer(String(order))).then(
      (result) => process.send?.(result ?? null),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
