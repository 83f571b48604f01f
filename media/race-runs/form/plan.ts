import type { CatalogRealScenario } from '../../../src/race/real/catalog.ts';
import type { Length } from '../../../src/race/real/request.ts';
import type { PlannedRun } from '../../../src/protocol/race-runs.ts';
import { faultsOf, sensibleFaults } from './faults.ts';
import { actorsIn, numberFieldNames, numberFields, numberIn, type NumberFieldName } from './fields.ts';
import { chosenOf, valueOf, type Form } from './form.ts';

/** Why there is nothing to be measured. */
export type Wrong = { readonly is: 'strategies' } | { readonly is: 'actors' } | { readonly is: 'number'; readonly field: NumberFieldName } | { readonly is: 'many'; readonly runs: number };

/** The runs of a form, or what is wrong with it. @param mostRuns so many at a time */
export function planOf(form: Form, scenario: CatalogRealScenario, mostRuns: number): { readonly is: 'plan'; readonly runs: readonly PlannedRun[] } | { readonly is: 'wrong'; readonly wrong: Wrong } {
  const wrong = wrongOf(form, scenario);
  if (wrong !== null) return { is: 'wrong', wrong };
  const actors = actorsIn(form.fields.actors) ?? [];
  const faults = faultsOf(form);
  const runs = chosenOf(form, scenario).flatMap((strategy) =>
    actors.map((count): PlannedRun => ({ scenario: scenario.name, strategy: strategy.name, actors: count, length: lengthOf(form), seed: valueOf(form, 'seed'), leaseMs: valueOf(form, 'leaseMs'), faults: sensibleFaults(faults, strategy) })),
  );
  return runs.length > mostRuns ? { is: 'wrong', wrong: { is: 'many', runs: runs.length } } : { is: 'plan', runs };
}

function wrongOf(form: Form, scenario: CatalogRealScenario): Wrong | null {
  if (chosenOf(form, scenario).length === 0) return { is: 'strategies' };
  if (actorsIn(form.fields.actors) === null) return { is: 'actors' };
  const field = numberFieldNames.find((name) => isUsed(form, name) && numberIn(form.fields[name], numberFields[name]) === undefined);
  return field === undefined ? null : { is: 'number', field };
}

/** Of the two ways to say a length one is used, and how long a pause is only where there is one. */
function isUsed(form: Form, field: NumberFieldName): boolean {
  if (field === 'seconds' || field === 'operations') return form.length === field;
  return field !== 'pauseMs' || form.fields.pause.trim() !== '';
}

function lengthOf(form: Form): Length {
  return form.length === 'seconds' ? { is: 'seconds', seconds: valueOf(form, 'seconds') } : { is: 'operations', operations: valueOf(form, 'operations') };
}
