import { exploreVariant } from '../../../../src/race/model/explore.ts';
import { defaultLimits, type Limits } from '../../../../src/race/model/exploration.ts';
import type { Finding, Method } from '../../../../src/race/model/finding.ts';
import type { Scenario } from '../../../../src/race/model/scenario.ts';

/** Runs to its end what comes in slices. */
export function whole<T>(slices: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/** What comes of a variant, "it" unless said otherwise. */
export function explored(scenario: Scenario, method?: Method, { variant = 'it', limits = defaultLimits }: { readonly variant?: string; readonly limits?: Limits } = {}): Finding {
  return whole(exploreVariant(scenario, variant, method, limits));
}
