import { setImmediate as turn } from 'node:timers/promises';

/** Something that waits to be committed. The first of its three ends counts; what is called after that does nothing. */
export interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** Everything that waits at this moment, the oldest first. It is the caller's from then on. */
export type Take<Item, Result> = () => readonly Waiting<Item, Result>[];

/**
 * Commits what several callers of this process want in as few goes as possible: while one go waits for its
 * lock or for the disk, what is added meanwhile gathers, and the next go does all of it at once ("group
 * commit", as databases do with their logs: DeWitt et al., SIGMOD 1984). One go at a time, in the order of adding.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (take: Take<Item, Result>) => Promise<void>;
  readonly #onIdle: () => void;
  #waiting: Waiting<Item, Result>[] = [];
  #isRunning = false;

  /**
   * @param commit one go: gets its lock, takes what waits by then, and settles each of them. What it leaves
   *   unsettled when it throws is rejected with that error.
   * @param onIdle called whenever nothing waits any more
   */
  constructor(commit: (take: Take<Item, Result>) => Promise<void>, onIdle: () => void = () => undefined) {
    this.#commit = commit;
    this.#onIdle = onIdle;
  }

  /** @returns what the go that did it gave; rejects with what it threw */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    // Whoever adds in the same turn of the event loop goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#go();
    this.#isRunning = false;
    this.#onIdle();
  }

  async #go(): Promise<void> {
    const atStart = this.#waiting.length;
    let taken: readonly Waiting<Item, Result>[] | null = null;
    try {
      await this.#commit(() => {
        taken = this.#waiting;
        this.#waiting = [];
        return taken;
      });
    } catch (error) {
      // Without the lock nothing was taken; who came while it was waited for has a go of their own.
      for (const each of taken ?? this.#waiting.splice(0, atStart)) each.reject(error);
    }
  }
}

/** For so long a lock that others wait for is not given back while more is wanted, ms. */
const longestHoldMs = 25;

/**
 * Commits what waits, with the lock held, and what whoever was answered wants next, for a while: going from
 * process to process costs more than the work itself.
 * @returns 'more' when there may be more to do, and it is another's turn
 */
export async function inOneHold<Item, Result>(take: Take<Item, Result>, commit: (group: readonly Waiting<Item, Result>[]) => Promise<void>): Promise<'more' | 'done'> {
  const until = performance.now() + longestHoldMs;
  for (let group = take(); group.length > 0; group = take()) {
    await commit(group);
    if (performance.now() >= until) return 'more';
    await turn();
  }
  return 'done';
}
