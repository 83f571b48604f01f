import { Random } from '../../model/random/random.ts';
import { monotonicMs } from '../clock.ts';
import type { RunRequest } from '../request.ts';
import type { ActorSite, Plain, Work } from '../scenario.ts';
import { strategyOf } from '../scenarios/index.ts';
import { Strikes } from './faults.ts';
import { Journal } from './journal.ts';
import { operateOnAndOn, shareOf } from './loop.ts';
import { MeteredAttempt } from './metered.ts';

export interface Part {
  readonly request: RunRequest;
  readonly folder: string;
  readonly config: Plain;
  readonly actor: number;
  readonly life: number;
  readonly shared: SharedArrayBuffer | null;
}

/** Ends the waiting of those who are not in when a run is over. */
class RunIsOver extends Error {
  override readonly name = 'RunIsOver';
}

/** One actor: opened, let go, and at its end when the run is. */
export class Performer {
  readonly #part: Part;
  readonly #work: Work;
  readonly #over = new AbortController();

  private constructor(part: Part, work: Work) {
    this.#part = part;
    this.#work = work;
  }

  /** Opens what the actor works on. @throws what the strategy throws */
  static async open(part: Part): Promise<Performer> {
    const { request, folder, config, actor, life, shared } = part;
    const site: ActorSite = { request, folder, config, actor, life, shared };
    return new Performer(part, await strategyOf(request).work(site));
  }

  /** @param deadline of the machine's monotonic clock, ms; null: until its share is done. @param onDone is called after each operation */
  async perform(deadline: number | null, onDone: () => void): Promise<void> {
    const { request, folder, actor, life } = this.#part;
    const timer = deadline === null ? null : setTimeout(() => this.stop(), Math.max(deadline - monotonicMs(), 0));
    const journal = new Journal(folder, actor);
    // Who sleeps leaves what it did to be seen, and to be found if it never wakes.
    const flushing = setInterval(() => journal.flush(), 100);
    const random = new Random(seedOf(request.seed, actor, life));
    const attempt = new MeteredAttempt({
      actor,
      journal,
      strikes: new Strikes(request.faults, new Random(seedOf(request.seed, actor, life + 0.5))),
      slowMs: request.faults.slowMs,
      pauseMs: request.faults.pause?.ms ?? 0,
      random: () => random.next(),
      signal: this.#over.signal,
    });
    try {
      await operateOnAndOn({ work: this.#work, attempt, journal, share: shareOf(request.length, actor, request.actors), onDone });
    } finally {
      clearTimeout(timer ?? undefined);
      clearInterval(flushing);
      journal.close();
    }
    await this.#work.close();
  }

  stop(): void {
    if (!this.#over.signal.aborted) this.#over.abort(new RunIsOver('The run is over.'));
  }
}

/** Different for each life of each actor, and nothing alike between neighbours. */
function seedOf(seed: number, actor: number, life: number): number {
  return Math.imul(seed + 1, 0x9e_37_79_b1) ^ Math.imul(actor + 1, 0x85_eb_ca_6b) ^ Math.imul(Math.round(life * 2) + 1, 0xc2_b2_ae_35);
}
