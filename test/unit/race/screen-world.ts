import { readRaceToHost } from '../../../src/protocol/race-to-host.ts';
import { readRaceToPage } from '../../../src/protocol/race-to-page.ts';
import type { ToHost, ToPage } from '../../../src/protocol/race.ts';
import { raceWords } from '../../../src/protocol/race-words.ts';
import { ScenarioError } from '../../../src/race/model/scenario-error.ts';
import { Runs } from '../../../src/views/race-lab/runs.ts';
import { nothingSaved, savedFrom, type SavedPage } from '../../../media/race/saved.ts';
import { Store } from '../../../media/race/store.ts';
import { LabAtOnce } from './screen-lab.ts';

/** A page without a picture and its host, in one thread; every message goes through what the other side reads. */
export class ScreenWorld {
  readonly lab: LabAtOnce;
  readonly store: Store;
  readonly sent: ToHost[] = [];
  saved: SavedPage = nothingSaved;
  readonly #runs: Runs;
  readonly #explorations = new Map<number, AbortController>();
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  #now = 0;
  #open = 0;

  constructor(saved: unknown = null, lab = new LabAtOnce()) {
    this.lab = lab;
    this.#runs = new Runs(lab);
    this.store = new Store(savedFrom(saved), {
      post: (message) => this.#receive(message),
      keep: (kept) => {
        this.saved = kept;
      },
      now: () => this.#now,
      later: (ms, run) => {
        const timer = { at: this.#now + ms, run };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((other) => other !== timer);
        };
      },
    });
  }

  async start(): Promise<this> {
    this.send({ is: 'start', words: raceWords, language: 'en' });
    await this.settled();
    return this;
  }

  send(message: ToPage): void {
    this.store.take(readRaceToPage(structuredClone(message)));
  }

  /** Until every question is answered and no timer is left that runs within so many ms. */
  async settled(ms = 0): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      while (this.#open > 0) {
        await new Promise<void>((resolve) => {
          setImmediate(resolve);
        });
      }
      const next = this.#timers.toSorted((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }

  #receive(message: ToHost): void {
    const read = readRaceToHost(structuredClone(message));
    this.sent.push(read);
    this.#open += 1;
    void this.#answer(read).finally(() => (this.#open -= 1));
  }

  async #answer(message: ToHost): Promise<void> {
    try {
      await this.#act(message);
    } catch (error) {
      if (!('request' in message) || !(error instanceof ScenarioError)) throw error;
      this.send({ is: 'refused', request: message.request, message: error.message, place: error.place });
    }
  }

  async #act(message: ToHost): Promise<void> {
    if (message.is === 'catalog') this.send({ is: 'catalog', file: message.file, scenarios: (await this.lab.catalog(message.file)).scenarios });
    if (message.is === 'run') this.send({ is: 'trace', request: message.request, trace: await this.#runs.run(message.run) });
    if (message.is === 'cancel') this.#explorations.get(message.request)?.abort();
    if (message.is === 'explore') await this.#explore(message);
  }

  async #explore({ request, variant, method }: Extract<ToHost, { is: 'explore' }>): Promise<void> {
    const stop = new AbortController();
    this.#explorations.set(request, stop);
    const finding = await this.lab.explore(variant, method, (progress) => this.send({ is: 'progress', request, progress }), stop.signal);
    this.send({ is: 'found', request, finding });
  }
}
