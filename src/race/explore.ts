import { setImmediate } from 'node:timers/promises';
import type { Progress } from './model/choice.ts';
import { exploreVariant } from './model/explore.ts';
import type { Finding, Method } from './model/finding.ts';
import type { Scenario } from './model/scenario.ts';

export interface ExploreOptions {
  /** One variant alone; all of them when left out. */
  readonly variant?: string;
  /** Every state, unless said otherwise. */
  readonly method?: Method;
  /** Ends it; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Between two slices, some ms apart. */
  readonly onProgress?: (progress: Progress, variant: string) => void;
}

/**
 * Explores a scenario in this thread, in slices of some ms, so that others have their turn in between.
 * @returns what came of each variant, in their order
 * @throws ScenarioError when the scenario itself is wrong; the signal's reason
 */
export async function explore(scenario: Scenario, options: ExploreOptions = {}): Promise<Finding[]> {
  const names = options.variant === undefined ? Object.keys(scenario.variants) : [options.variant];
  const findings: Finding[] = [];
  for (const name of names) findings.push(await exploreOne(scenario, name, options));
  return findings;
}

async function exploreOne(scenario: Scenario, name: string, { method, signal, onProgress }: ExploreOptions): Promise<Finding> {
  const exploring = exploreVariant(scenario, name, method);
  for (;;) {
    signal?.throwIfAborted();
    const next = exploring.next();
    if (next.done === true) return next.value;
    onProgress?.(next.value, name);
    await setImmediate();
  }
}
