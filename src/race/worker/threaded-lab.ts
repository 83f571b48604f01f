import type { Catalog, Lab, VariantId } from '../lab.ts';
import type { Progress } from '../model/choice.ts';
import type { Finding, Method } from '../model/finding.ts';
import { ScenarioError, type Place } from '../model/scenario-error.ts';
import type { Snapshot, Trace } from '../model/trace.ts';
import { further } from './further.ts';
import type { Answer, Task } from './protocol.ts';
import { sourceText } from './source-text.ts';
import { Thread, type ThreadLimits } from './thread.ts';

/** Read anew for each thread, so that limits may change while the lab is open. */
export interface LabOptions extends Partial<ThreadLimits> {
  /** What scenarios print, which tells nothing of them. Thrown away when left out. */
  readonly onOutput?: (text: string) => void;
}

/** So many threads wait for the next task. Starting one takes a tenth of a second, which is more than most scenarios take. */
const mostIdle = 2;

/** Ten million states of some ten objects and actors take half of this. */
const defaultMemoryMb = 1024;
const defaultStuckMs = 5000;

/** The lab, with a thread for each task that runs. Those of Lockscope's own scenarios do one task after the other. */
export class ThreadedLab implements Lab {
  readonly #main: string | URL;
  readonly #options: LabOptions;
  readonly #closing = new AbortController();
  /** Threads that have done a task of Lockscope's own scenarios, and wait for another. */
  readonly #idle: Thread[] = [];
  /** Files that places have named, the only ones that are shown. */
  readonly #named = new Set<string>();

  /**
   * @param main the thread's main module: src/race/worker/worker.ts, or the bundle made of it
   * @param options are looked at for each task
   */
  constructor(main: string | URL, options: LabOptions = {}) {
    this.#main = main;
    this.#options = options;
  }

  async catalog(file: string | null): Promise<Catalog> {
    const answer = await this.#run({ is: 'catalog', file });
    return answer.is === 'catalog' ? answer.catalog : mixedUp();
  }

  async explore(variant: VariantId, method: Method | null, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Finding> {
    const answer = await this.#run({ is: 'explore', variant, method }, onProgress, signal);
    return answer.is === 'explore' ? answer.finding : mixedUp();
  }

  async trace(variant: VariantId, schedule: string | null): Promise<Trace> {
    const answer = await this.#run({ is: 'trace', variant, schedule });
    if (answer.is !== 'trace') return mixedUp();
    for (const place of placesIn(answer.trace)) this.#named.add(place.file);
    return answer.trace;
  }

  further(trace: Trace, option: number): string {
    return further(trace, option);
  }

  async source(file: string): Promise<string | null> {
    return this.#named.has(file) ? sourceText(file, this.#main) : null;
  }

  dispose(): void {
    this.#closing.abort(new Error('The race lab was closed.'));
    for (const thread of this.#idle.splice(0)) end(thread);
  }

  async #run(task: Task, onProgress: (progress: Progress) => void = () => undefined, signal?: AbortSignal): Promise<Answer> {
    const either = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
    either.throwIfAborted();
    const thread = this.#threadFor(task);
    try {
      const answer = await thread.run(task, onProgress, either);
      if (this.#isKept(task)) this.#idle.push(thread);
      else await thread.end();
      return answer;
    } catch (error) {
      await thread.end();
      if (error instanceof ScenarioError && error.place !== null) this.#named.add(error.place.file);
      throw error;
    }
  }

  /** A user's code gets a thread of its own, since it may leave anything behind in it. */
  #threadFor(task: Task): Thread {
    const { memoryMb = defaultMemoryMb, stuckMs = defaultStuckMs, onOutput = () => undefined } = this.#options;
    const isSame = ({ limits }: Thread): boolean => limits.memoryMb === memoryMb && limits.stuckMs === stuckMs;
    const at = fileOf(task) === null ? this.#idle.findIndex(isSame) : -1;
    return this.#idle.splice(at, at === -1 ? 0 : 1)[0] ?? new Thread(this.#main, { memoryMb, stuckMs }, onOutput);
  }

  #isKept(task: Task): boolean {
    return fileOf(task) === null && this.#idle.length < mostIdle && !this.#closing.signal.aborted;
  }
}

function fileOf(task: Task): string | null {
  return task.is === 'catalog' ? task.file : task.variant.file;
}

/** Nobody waits for the end of a thread that does nothing; that it fails to end is shown by the process that does not. */
function end(thread: Thread): void {
  thread.end().catch((error: unknown) => console.error(error));
}

function mixedUp(): never {
  throw new Error('the thread answered another question');
}

function placesIn({ start, steps }: Trace): readonly Place[] {
  const inSnapshot = ({ actors }: Snapshot): readonly (Place | null)[] => actors.map(({ place }) => place);
  return [...inSnapshot(start), ...steps.flatMap(({ place, after }) => [place, ...inSnapshot(after)])].filter((place) => place !== null);
}
