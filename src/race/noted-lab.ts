import { Emitter } from '../base/emitter.ts';
import type { Catalog, Lab, VariantId } from './lab.ts';
import type { Progress } from './model/choice.ts';
import type { Finding, Method } from './model/finding.ts';
import { ScenarioError } from './model/scenario-error.ts';
import type { Trace } from './model/trace.ts';

/** How a variant stands, as far as anybody has explored it. */
export type Standing =
  | { readonly is: 'not-run' }
  | { readonly is: 'running'; readonly progress: Progress | null }
  | { readonly is: 'found'; readonly finding: Finding }
  | { readonly is: 'wrong'; readonly error: ScenarioError };

const notRun: Standing = { is: 'not-run' };

/** As a key of maps. */
export function keyOf({ file, scenario, variant }: VariantId): string {
  return JSON.stringify([file, scenario, variant]);
}

/** A lab that remembers what came of each variant, whoever asked: the screen, the tree, the tests or a command. */
export class NotedLab implements Lab {
  readonly #lab: Lab;
  readonly #results = new Map<string, Standing>();
  /** What runs, and how far it is. */
  readonly #running = new Map<string, Map<symbol, Progress | null>>();
  /** A file's results are of this version of it. */
  readonly #versions = new Map<string, number>();
  readonly #changed = new Emitter<VariantId>();
  readonly #forgot = new Emitter<string>();

  /** A variant stands differently. */
  readonly onDidChange = this.#changed.event;
  /** All that was known of a file is of no use any more. */
  readonly onDidForget = this.#forgot.event;

  /** @param lab is disposed with this one */
  constructor(lab: Lab) {
    this.#lab = lab;
  }

  standingOf(variant: VariantId): Standing {
    const running = this.#running.get(keyOf(variant));
    if (running === undefined) return this.#results.get(keyOf(variant)) ?? notRun;
    return { is: 'running', progress: [...running.values()].findLast((progress) => progress !== null) ?? null };
  }

  /** A file has changed: its results are of what it was. */
  forget(file: string): void {
    this.#versions.set(file, this.#versionOf(file) + 1);
    for (const key of this.#results.keys()) if (key.startsWith(`[${JSON.stringify(file)},`)) this.#results.delete(key);
    this.#forgot.fire(file);
  }

  catalog(file: string | null): Promise<Catalog> {
    return this.#lab.catalog(file);
  }

  async explore(variant: VariantId, method: Method | null, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Finding> {
    const key = keyOf(variant);
    const version = this.#versionOf(variant.file);
    const run = Symbol(key);
    const running = this.#running.get(key) ?? new Map<symbol, Progress | null>();
    const note = (standing: Standing): void => {
      if (version === this.#versionOf(variant.file)) this.#results.set(key, standing);
    };
    this.#running.set(key, running.set(run, null));
    this.#changed.fire(variant);
    try {
      const finding = await this.#lab.explore(variant, method, (progress) => {
        running.set(run, progress);
        this.#changed.fire(variant);
        onProgress(progress);
      }, signal);
      if (isAsGood(finding, this.#results.get(key))) note({ is: 'found', finding });
      return finding;
    } catch (error) {
      if (error instanceof ScenarioError) note({ is: 'wrong', error });
      throw error;
    } finally {
      running.delete(run);
      if (running.size === 0) this.#running.delete(key);
      this.#changed.fire(variant);
    }
  }

  trace(variant: VariantId, schedule: string | null): Promise<Trace> {
    return this.#lab.trace(variant, schedule);
  }

  further(trace: Trace, option: number): string {
    return this.#lab.further(trace, option);
  }

  source(file: string): Promise<string | null> {
    return this.#lab.source(file);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#forgot.dispose();
    this.#lab.dispose();
  }

  #versionOf(file: string | null): number {
    return file === null ? 0 : (this.#versions.get(file) ?? 0);
  }
}

/** A search with a bound, chosen on the screen, takes no verdict away that is one. */
function isAsGood({ verdict }: Finding, known: Standing | undefined): boolean {
  return verdict !== 'INCOMPLETE' || known?.is !== 'found' || known.finding.verdict === 'INCOMPLETE';
}
