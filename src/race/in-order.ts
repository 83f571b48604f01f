import type { Lab, VariantId } from './lab.ts';

/**
 * The schedule of the run in which the actors of a variant take their steps in that order.
 * @param order by their places in the variant
 * @returns null when they cannot, or when nothing is broken by it: then the protocol has other steps than whoever asks has seen
 * @throws ScenarioError
 */
export async function scheduleInOrder(lab: Pick<Lab, 'trace' | 'further'>, variant: VariantId, order: readonly number[]): Promise<string | null> {
  let trace = await lab.trace(variant, null);
  const names = trace.start.actors.map(({ name }) => name);
  for (const place of order) {
    const option = trace.options.findIndex(({ what, actor }) => what === 'step' && actor !== null && actor === names[place]);
    if (option === -1) return null;
    trace = await lab.trace(variant, lab.further(trace, option));
  }
  return trace.problem === null ? null : trace.schedule;
}
