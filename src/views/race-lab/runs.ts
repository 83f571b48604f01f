import type { Lab, VariantId } from '../../race/lab.ts';
import type { Trace } from '../../race/model/trace.ts';
import type { RunRequest } from '../../protocol/race.ts';

/** So many runs are kept, so that going back to one costs no thread. */
const mostKept = 64;

/** The runs that a page has asked for. A run of a file is kept no longer than the page that shows it. */
export class Runs {
  readonly #lab: Pick<Lab, 'trace' | 'further'>;
  readonly #kept = new Map<string, Promise<Trace>>();

  constructor(lab: Pick<Lab, 'trace' | 'further'>) {
    this.#lab = lab;
  }

  /** @throws ScenarioError when the scenario is wrong, or has changed since the schedule was made */
  async run({ variant, schedule, keep, move }: RunRequest): Promise<Trace> {
    const whole = await this.#trace(variant, schedule);
    if (keep === null && move === null) return whole;
    const start = await this.#trace(variant, null);
    const moves = [...whole.steps.slice(0, keep ?? whole.steps.length), ...(move === null ? [] : [move])];
    const wanted = moves.reduce((before, option) => this.#lab.further({ ...start, schedule: before, options: [option] }, 0), start.schedule);
    return this.#trace(variant, wanted);
  }

  /** The scenario may have changed. */
  forget(): void {
    this.#kept.clear();
  }

  #trace(variant: VariantId, schedule: string | null): Promise<Trace> {
    const key = JSON.stringify([variant.file, variant.scenario, variant.variant, schedule]);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const trace = this.#lab.trace(variant, schedule);
    this.#kept.set(key, trace);
    // What failed is tried anew the next time.
    trace.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > mostKept && oldest.done !== true) this.#kept.delete(oldest.value);
    return trace;
  }
}
