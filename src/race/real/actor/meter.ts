import { monotonicMs } from '../clock.ts';
import { tell } from './tell.ts';

const tellEveryMs = 100;

/** What this process has done since it was let go, told to the runner now and then. */
export class Meter {
  #operations = 0;
  #told = 0;
  #before = process.cpuUsage();

  start(): void {
    this.#before = process.cpuUsage();
    this.#told = monotonicMs();
  }

  add(operations = 1): void {
    this.#operations += operations;
    const now = monotonicMs();
    if (now - this.#told < tellEveryMs) return;
    this.#told = now;
    this.#tell('count');
  }

  done(): void {
    this.#tell('done');
  }

  #tell(is: 'count' | 'done'): void {
    const { user, system } = process.cpuUsage(this.#before);
    tell({ is, operations: this.#operations, cpuMs: (user + system) / 1000 });
  }
}
