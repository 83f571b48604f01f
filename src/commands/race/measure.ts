import { variantShown } from '../../views/race-lab/choosing.ts';
import type { RaceRunsScreen } from '../../views/race-runs/index.ts';

/**
 * Opens the page of the measured runs.
 * @param argument a scenario or variant of the model, or its node in the tree, whose real run is to be chosen
 */
export function measureCommand(argument: unknown, runs: Pick<RaceRunsScreen, 'show'>): void {
  runs.show(variantShown(argument)?.scenario);
}
