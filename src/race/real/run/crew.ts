import { RealRunError } from '../lab.ts';
import { monotonicMs } from '../clock.ts';
import type { FromActor } from '../lines.ts';
import { limits, type RunRequest } from '../request.ts';
import type { Plain } from '../scenario.ts';
import { Member, untilReady } from './member.ts';

/** When nothing at all was done for so long beyond what the faults take, actors wait for each other, ms; leases and timeouts are shorter. */
const stallMs = 12_000;
/** So long those who are asked to stop may take for it, ms. */
const graceMs = 5000;

export interface CrewOptions {
  /** The module of an actor's process. */
  readonly main: string;
  readonly request: RunRequest;
  readonly folder: string;
  readonly config: Plain;
  readonly threads: boolean;
  readonly onSaw: (message: Extract<FromActor, { is: 'saw' }>) => void;
  readonly onVersion: (name: string, version: string) => void;
}

/** What one process has told of its work so far. */
interface Standing {
  operations: number;
  cpuMs: number;
}

/** The actors of a run: started together, replaced when they are killed, ended together. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #members = new Set<Member>();
  readonly #standings = new Map<Member, Standing>();
  readonly #stallMs: number;
  #deadline: number | null = null;
  #isOver = false;
  #isKilled = false;
  #lastDone = 0;
  /** Actors that were killed by a fault. */
  killed = 0;

  constructor(options: CrewOptions) {
    this.#options = options;
    const { slowMs, pause } = options.request.faults;
    this.#stallMs = stallMs + 3 * (slowMs + (pause?.ms ?? 0));
  }

  /** Operations of all so far. */
  get operations(): number {
    return sum([...this.#standings.values()].map(({ operations }) => operations));
  }

  /** Of all so far, ms. Who was killed is counted as far as it had told. */
  get cpuMs(): number {
    return sum([...this.#standings.values()].map(({ cpuMs }) => cpuMs));
  }

  /**
   * Starts all actors, waits until all are ready, lets them go at once, and resolves when all have ended.
   * @param onStarted is told when they were let go, by the machine's monotonic clock, ms
   * @throws RealRunError when one of them fails
   */
  async run(onStarted: (start: number) => void): Promise<void> {
    const { request, threads } = this.#options;
    const all = Array.from({ length: request.actors }, (_, actor) => actor);
    const starts = (threads ? [all] : all.map((actor) => [actor])).map((actors) => this.#start(actors, 0));
    await Promise.all(starts.map(({ member }) => untilReady(member)));
    const start = monotonicMs();
    this.#deadline = request.length.is === 'seconds' ? start + request.length.seconds * 1000 : null;
    this.#lastDone = start;
    onStarted(start);
    const watch = setInterval(() => this.#watch(), 50);
    try {
      await Promise.all(starts.map(({ member, actors }) => this.#through(member, actors, 0)));
    } finally {
      clearInterval(watch);
    }
  }

  /** Ends all at once. */
  async kill(): Promise<void> {
    this.#isOver = true;
    this.#isKilled = true;
    await Promise.all([...this.#members].map((member) => member.kill()));
  }

  #start(actors: readonly number[], life: number): { readonly member: Member; readonly actors: readonly number[] } {
    const { request, folder, config, threads, main } = this.#options;
    const member: Member = new Member(main, { is: 'work', request, folder, config, actors, threads, life }, (message) => this.#take(member, message), request.faults.pause !== null);
    this.#members.add(member);
    this.#standings.set(member, { operations: 0, cpuMs: 0 });
    return { member, actors };
  }

  /** Lets a process go, sees it to its end, and goes on with another when it was killed. */
  async #through(first: Member, actors: readonly number[], firstLife: number): Promise<void> {
    let member = first;
    for (let life = firstLife; ; life++) {
      member.tell({ is: 'go', deadline: this.#deadline });
      const end = await member.ended;
      this.#members.delete(member);
      if (end.is === 'done' || this.#isKilled) return;
      if (end.is === 'failed') throw new RealRunError(end.message);
      this.killed += 1;
      if (this.#isOver) return;
      member = this.#start(actors, life + 1).member;
      const ready = await Promise.race([member.ready.then(() => null), member.ended]);
      if (ready?.is === 'failed') throw new RealRunError(ready.message);
    }
  }

  #take(member: Member, message: FromActor): void {
    if (message.is === 'saw') this.#options.onSaw(message);
    if (message.is === 'version') this.#options.onVersion(message.name, message.version);
    if (message.is !== 'count' && message.is !== 'done') return;
    const standing = this.#standings.get(member);
    if (standing === undefined) return;
    if (message.operations > standing.operations) this.#lastDone = monotonicMs();
    standing.operations = message.operations;
    standing.cpuMs = message.cpuMs;
  }

  /** Asks all to stop when the time is over, nobody gets on, or more was done than can be judged; and ends those who do not. */
  #watch(): void {
    const now = monotonicMs();
    const isFull = this.operations >= limits.operations;
    if (!this.#isOver && (isFull || now >= (this.#deadline ?? Infinity) || now - this.#lastDone > this.#stallMs)) {
      this.#isOver = true;
      this.#deadline = now;
      this.#lastDone = now;
      for (const member of this.#members) member.tell({ is: 'stop' });
    }
    if (!this.#isOver || now - Math.max(this.#lastDone, this.#deadline ?? now) < graceMs || this.#isKilled) return;
    this.#isKilled = true;
    for (const member of this.#members) member.kill().catch((error: unknown) => console.error(error));
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
