import type { CatalogRealScenario, CatalogStrategy, RealCatalog } from '../../../src/race/real/catalog.ts';
import { defaultLeaseMs, type Length } from '../../../src/race/real/request.ts';
import { numberFields, numberIn, type FieldName, type NumberFieldName } from './fields.ts';

/** What was typed and chosen, as it stands there. */
export interface Form {
  readonly scenario: string | null;
  /** Names of the chosen strategies, by scenario. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly length: Length['is'];
}

/** What is measured by whoever has no wish of their own: some that break, some that do not, of the same work. */
export const firstChoice = { scenario: 'counter', strategies: ['none', 'seed-lock-file', 'proper-lockfile', 'file-lock', 'owner-process', 'flock'], actors: '1, 2, 4', seconds: '2' } as const;

export const firstForm: Form = {
  scenario: null,
  chosen: {},
  fields: { actors: firstChoice.actors, seconds: firstChoice.seconds, operations: '1000', kill: '', pause: '', pauseMs: String(2 * defaultLeaseMs), slowMs: '', clockOffsetMs: '', redisDown: '', redisRestartMs: '', seed: '1', leaseMs: String(defaultLeaseMs) },
  length: 'seconds',
};

/** The scenario that the form is of: the one chosen, or the first. */
export function scenarioOf({ scenario }: Form, catalog: RealCatalog | null): CatalogRealScenario | null {
  return catalog?.scenarios.find(({ name }) => name === scenario) ?? catalog?.scenarios.find(({ name }) => name === firstChoice.scenario) ?? catalog?.scenarios[0] ?? null;
}

/** The strategies that are chosen and can run here, in the order of the catalog. Nobody having chosen: the first choice. */
export function chosenOf({ chosen }: Form, scenario: CatalogRealScenario): readonly CatalogStrategy[] {
  const names: readonly string[] = chosen[scenario.name] ?? usualOf(scenario);
  return scenario.strategies.filter(({ name, availability }) => availability.is === 'here' && names.includes(name));
}

/** Of the counter those that are known to be telling; of another scenario all. */
function usualOf({ name, strategies }: CatalogRealScenario): readonly string[] {
  return name === firstChoice.scenario ? firstChoice.strategies : strategies.map((strategy) => strategy.name);
}

/** The number in a field; 0 where nothing is typed. */
export function valueOf(form: Form, field: NumberFieldName): number {
  return numberIn(form.fields[field], numberFields[field]) ?? 0;
}
