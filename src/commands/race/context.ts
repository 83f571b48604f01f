import type { Choices } from '../../views/race-lab/choosing.ts';
import type { RaceLabScreen } from '../../views/race-lab/index.ts';
import type { RaceRunsScreen } from '../../views/race-runs/index.ts';

/** What the commands about the race lab work with. */
export interface RaceContext extends Choices {
  readonly screen: Pick<RaceLabScreen, 'show'>;
  readonly runs: Pick<RaceRunsScreen, 'show'>;
}
