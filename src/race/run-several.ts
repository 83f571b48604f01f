import type { Lab, VariantId } from './lab.ts';
import type { Progress } from './model/choice.ts';
import type { Finding } from './model/finding.ts';
import { ScenarioError } from './model/scenario-error.ts';

/** What came of one variant. */
export type Outcome =
  | { readonly is: 'found'; readonly variant: VariantId; readonly finding: Finding }
  | { readonly is: 'wrong'; readonly variant: VariantId; readonly error: ScenarioError }
  | { readonly is: 'cancelled'; readonly variant: VariantId };

/** Who is told of a run, variant by variant. */
export interface Listener {
  onStart?(variant: VariantId): void;
  onProgress?(variant: VariantId, progress: Progress): void;
  onEnd?(outcome: Outcome): void;
}

/**
 * Explores variants, some at a time.
 * @param atOnce so many threads
 * @returns what came of each, in their order; what was not begun when the signal came is cancelled
 * @throws whatever goes wrong besides a scenario
 */
export async function runSeveral(lab: Pick<Lab, 'explore'>, variants: readonly VariantId[], atOnce: number, signal: AbortSignal, listener: Listener = {}): Promise<readonly Outcome[]> {
  const outcomes = new Map<VariantId, Outcome>();
  const waiting = variants.values();
  const work = async (): Promise<void> => {
    for (const variant of waiting) {
      if (!signal.aborted) listener.onStart?.(variant);
      const outcome = signal.aborted ? ({ is: 'cancelled', variant } as const) : await runOne(lab, variant, signal, listener);
      outcomes.set(variant, outcome);
      listener.onEnd?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, variants.length) }, work));
  return variants.flatMap((variant) => outcomes.get(variant) ?? []);
}

async function runOne(lab: Pick<Lab, 'explore'>, variant: VariantId, signal: AbortSignal, listener: Listener): Promise<Outcome> {
  try {
    return { is: 'found', variant, finding: await lab.explore(variant, null, (progress) => listener.onProgress?.(variant, progress), signal) };
  } catch (error) {
    if (error instanceof ScenarioError) return { is: 'wrong', variant, error };
    if (signal.aborted) return { is: 'cancelled', variant };
    throw error;
  }
}

/** Whether it is what its variant promises. */
export function isAsPromised({ verdict, expect }: Pick<Finding, 'verdict' | 'expect'>): boolean {
  return verdict === expect;
}
