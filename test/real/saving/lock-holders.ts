import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** A process that holds locks of one file as it is told. */
export class Holder {
  readonly #child: ChildProcess;
  readonly exited: Promise<void>;

  constructor(file: string, stateFolder: string) {
    this.#child = fork(path.join(import.meta.dirname, 'lock-actor.ts'), [file], { execArgv: [], env: { ...process.env, LOCKSCOPE_STATE_DIR: stateFolder } });
    this.exited = new Promise((resolve) => this.#child.once('exit', () => resolve()));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Gives an order and waits until it is carried out; one at a time. @returns its answer @throws what went wrong there; that it ended instead */
  ask(order: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`ended during ${order}`));
      this.#child.once('exit', ended);
      this.#child.once('message', (answer: { ok?: unknown; failed?: string }) => {
        this.#child.off('exit', ended);
        if (answer.failed === undefined) resolve(answer.ok);
        else reject(new Error(answer.failed));
      });
      this.#child.send(order);
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }
}
