import type { RealCatalog } from '../../../src/race/real/catalog.ts';
import type { Earlier } from '../../../src/protocol/race-runs.ts';
import { grouped, moment, say } from '../say.ts';
import { strategyIn } from './rows.ts';

/** An earlier comparison in one line: when, of what, how much. */
export function earlierWords({ at, scenarios, strategies, runs }: Earlier, catalog: RealCatalog | null): string {
  const titles = scenarios.map((name) => catalog?.scenarios.find((each) => each.name === name)?.title ?? name);
  const [only] = strategies;
  const scenario = titles.join(', ');
  const strategy = only === undefined ? '' : (strategyIn(catalog, scenarios[0] ?? '', only)?.title ?? only);
  const counted = { at: moment(at), scenario, runs: grouped(runs) };
  return strategies.length === 1 ? say('earlierOneStrategy', { ...counted, strategy }) : say('earlierOne', { ...counted, strategies: grouped(strategies.length) });
}
