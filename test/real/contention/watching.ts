import type { TestContext } from 'node:test';
import { History } from '../../../src/contention/history.ts';
import type { Happening } from '../../../src/contention/model.ts';
import { ThreadedSampler } from '../../../src/contention/sampling/threaded-sampler.ts';
import { tempFolder } from '../demo/temp-folder.ts';
import { waitFor } from '../demo/wait.ts';
import { Locker } from './locker.ts';
import { Told, type ToldSpan } from './told.ts';

/** A folder in which locks are sampled, and processes that lock; all gone after the test. */
export class Watching {
  readonly folder: string;
  readonly told = new Told();
  readonly history = new History();
  readonly sampler: ThreadedSampler;
  readonly #lockers: Locker[] = [];

  private constructor(t: TestContext) {
    const folder = tempFolder();
    this.folder = folder.path;
    this.sampler = new ThreadedSampler(new URL('../../../src/contention/sampling/sampler-worker.ts', import.meta.url), (happenings) => this.#take(happenings));
    t.after(async () => {
      this.sampler.dispose();
      for (const locker of this.#lockers) await locker[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    });
  }

  /** Settles once locks are seen. */
  static async begin(t: TestContext): Promise<Watching> {
    const watching = new Watching(t);
    watching.sampler.setRoots([watching.folder]);
    watching.sampler.setWatched(true);
    const file = watching.file('first');
    const locker = watching.locker();
    await locker.lock(file, 'flock');
    await watching.until(() => watching.of(file).length > 0, 'the first lock to be seen');
    await locker.unlock(file);
    return watching;
  }

  file(name: string): string {
    return `${this.folder}/${name}`;
  }

  locker(): Locker {
    const locker = new Locker();
    this.#lockers.push(locker);
    return locker;
  }

  /** What was told of one lock. */
  of(file: string): readonly ToldSpan[] {
    return this.told.spans.filter(({ lock }) => lock === file);
  }

  until<T>(ask: () => T, what: string): Promise<Exclude<T, false | null | undefined>> {
    return waitFor(ask, () => `${what}; told: ${JSON.stringify(this.told.spans)}`);
  }

  #take(happenings: readonly Happening[]): void {
    this.told.take(happenings);
    this.history.apply(happenings);
  }
}
