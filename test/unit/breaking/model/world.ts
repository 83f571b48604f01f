import { Files } from './files.ts';
import { MemoryDisk, type Exchanging } from './memory-disk.ts';
import { MemoryJournal, MemoryPending, MemoryQuarantine } from './records.ts';

/** The lock that all is about. */
export const lockPath = '/w/a.lock';

/** What it protects. */
export const resourcePath = '/w/a';

/** What nobody has any business with. */
export const bystanderPath = '/w/b';

/** One who acts. Its state is a function of what it has seen, which is what is kept of it. */
export interface Self {
  readonly name: string;
  readonly index: number;
  /** What it has seen, as a number; see histories. */
  history: number;
  stamps: number;
  clock: number;
}

/** All histories that any execution had, each told by a number: by that of all but its last part, and that part. */
export class Histories {
  readonly #longer: Map<string, number>[] = [new Map()];

  longer(history: number, part: string): number {
    const parts = this.#longer[history];
    const known = parts?.get(part);
    if (known !== undefined) return known;
    parts?.set(part, this.#longer.length);
    return this.#longer.push(new Map()) - 1;
  }
}

/** The state of everything but those who act. */
export class World {
  readonly files: Files;
  readonly disk: MemoryDisk;
  readonly quarantine: MemoryQuarantine;
  readonly pending: MemoryPending;
  readonly journal: MemoryJournal;
  /** By space, who has the mutex of the lock there. */
  readonly mutexes = new Map<string, string>();
  /** Who is in the critical section and alive. */
  readonly inside = new Set<string>();
  /** Whoever crashed. */
  readonly dead = new Set<string>();
  /** Whose lock was removed from its path, and by whom, breakers like ours excepted. */
  readonly ends = new Map<string, string>();
  /** Who could not release what it had. */
  readonly failed = new Set<string>();
  /** Who was in the critical section together with another. */
  readonly collided = new Set<string>();
  /** Who told its user that a lock was acquired while it was broken. */
  readonly warned = new Set<string>();
  /** The breakers that have judged and not ended. */
  readonly working = new Set<string>();
  /** All who ever had the lock. */
  readonly acquired = new Set<string>();
  /** Who made the resource anew or removed it, the first first. */
  readonly commits: string[] = [];
  /** Whether there was a resource when all began. */
  hadResource = false;
  /** Those among `commits` who remove it. */
  readonly removers = new Set<string>();
  /** The space of each breaker. */
  readonly spaces = new Map<string, string>();
  /** What acts between two calls of one operation; set for a step that allows it. */
  between: (() => void) | null = null;
  /** What the step that is being taken touched. */
  touched: string[] = [];
  #current: Self = { name: 'the past', index: 0, history: 0, stamps: 0, clock: 0 };
  readonly #histories: Histories;

  constructor(histories: Histories, exchanging: Exchanging) {
    this.#histories = histories;
    const hear = (result: string): void => this.#note(result);
    const saw = (result: string, paths: readonly string[]): void => {
      this.touched.push(...paths);
      this.#note(result);
    };
    this.files = new Files({ saw, stamp: () => this.#current.index * 1000 + ++this.#current.stamps });
    this.disk = new MemoryDisk(this.files, exchanging, () => {
      const act = this.between;
      this.between = null;
      act?.();
    });
    this.quarantine = new MemoryQuarantine(this.files, hear);
    this.pending = new MemoryPending(hear);
    this.journal = new MemoryJournal(hear);
  }

  /** From now on it is this one who acts. @returns who did before */
  actsAs(self: Self): Self {
    const before = this.#current;
    this.#current = self;
    return before;
  }

  /** One step was begun, whether or not it will see anything. */
  begins(): void {
    this.#note('step');
  }

  enter(name: string): void {
    this.inside.add(name);
    this.acquired.add(name);
    if (this.inside.size > 1) for (const each of this.inside) this.collided.add(each);
  }

  /** Whether the holder of what stands at the lock's path has crashed: the judgement of a breaker that errs never. */
  isStale(): boolean {
    const there = this.files.peek(lockPath);
    return there !== null && this.dead.has(there.maker);
  }

  /** Whether a breaker in a space has crashed. */
  hasCrashed(space: string): boolean {
    return [...this.dead].some((name) => this.spaces.get(name) === space);
  }

  crash({ name }: Self): void {
    this.dead.add(name);
    this.inside.delete(name);
    this.working.delete(name);
    for (const [space, holder] of this.mutexes) if (holder === name) this.mutexes.delete(space);
  }

  /** All of it, the same for the same. */
  key(): string {
    const { files, quarantine, pending, journal, mutexes, inside, dead, ends, failed, collided, acquired, warned, commits } = this;
    const sets = [mutexes, inside, dead, ends, failed, collided, acquired, warned].map((set) => [...set].map(String).sort().join());
    return [files.key(), quarantine.key(), pending.key(), journal.key(), ...sets, commits.join()].join('|');
  }

  #note(result: string): void {
    this.#current.history = this.#histories.longer(this.#current.history, result);
  }
}
