import type { CatalogRealScenario, CatalogStrategy, RealCatalog } from '../../../src/race/real/catalog.ts';
import { defaultLeaseMs, limits, noFaults, type FaultKind, type Faults, type Length } from '../../../src/race/real/request.ts';
import type { PlannedRun } from '../../../src/protocol/race-runs.ts';

/** What was typed and chosen, as it stands there. */
export interface Form {
  readonly scenario: string | null;
  /** Names of the chosen strategies, by scenario. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly length: Length['is'];
}

/** A field that holds one number. */
export interface NumberField {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** Whether it may be empty, which is null. */
  readonly mayBeEmpty: boolean;
}

const percent: NumberField = { least: 0, most: 100, isWhole: false, mayBeEmpty: true };
const someMs: NumberField = { least: 1, most: 3_600_000, isWhole: false, mayBeEmpty: true };

/** The fields that hold one number; that of the actors holds several. */
export const numberFields = {
  seconds: { least: 0.1, most: limits.seconds, isWhole: false, mayBeEmpty: false },
  operations: { least: 1, most: limits.operations, isWhole: true, mayBeEmpty: false },
  kill: percent,
  pause: percent,
  pauseMs: { ...someMs, mayBeEmpty: false },
  slowMs: someMs,
  clockOffsetMs: { ...someMs, least: -86_400_000, most: 86_400_000 },
  redisDown: { least: 0, most: 5, isWhole: true, mayBeEmpty: true },
  redisRestartMs: someMs,
  seed: { least: 0, most: 4_294_967_295, isWhole: true, mayBeEmpty: false },
  leaseMs: { ...someMs, least: limits.leastLeaseMs, mayBeEmpty: false },
} as const satisfies Readonly<Record<string, NumberField>>;

export type NumberFieldName = keyof typeof numberFields;
export type FieldName = NumberFieldName | 'actors';

function isNumberField(name: string): name is NumberFieldName {
  return Object.hasOwn(numberFields, name);
}

export const numberFieldNames: readonly NumberFieldName[] = Object.keys(numberFields).filter(isNumberField);
export const fieldNames: readonly FieldName[] = ['actors', ...numberFieldNames];

/** The fields of each kind of fault. */
export const faultFields: Readonly<Record<FaultKind, readonly NumberFieldName[]>> = {
  kill: ['kill'],
  pause: ['pause', 'pauseMs'],
  slowMs: ['slowMs'],
  clockOffsetMs: ['clockOffsetMs'],
  redisDown: ['redisDown'],
  redisRestartMs: ['redisRestartMs'],
};

/** What is measured by whoever has no wish of their own: some that break, some that do not, of the same work. */
export const firstChoice = { scenario: 'counter', strategies: ['none', 'seed-lock-file', 'proper-lockfile', 'file-lock', 'owner-process', 'flock'], actors: '1, 2, 4', seconds: '2' } as const;

export const firstForm: Form = {
  scenario: null,
  chosen: {},
  fields: { actors: firstChoice.actors, seconds: firstChoice.seconds, operations: '1000', kill: '', pause: '', pauseMs: '1000', slowMs: '', clockOffsetMs: '', redisDown: '', redisRestartMs: '', seed: '1', leaseMs: String(defaultLeaseMs) },
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

/** "1, 2, 4" as numbers, each once and in order; null when it is no such list. */
export function actorsIn(text: string): readonly number[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const counts = [...new Set(words.map(Number))].toSorted((one, other) => one - other);
  const areRight = counts.length > 0 && counts.every((count) => Number.isInteger(count) && count >= 1 && count <= limits.actors);
  return areRight ? counts : null;
}

/** null where nothing is typed and nothing need be; undefined when it is no number within its limits. */
export function numberIn(text: string, { least, most, isWhole, mayBeEmpty }: NumberField): number | null | undefined {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return mayBeEmpty ? null : undefined;
  const value = Number(typed);
  return value >= least && value <= most && (!isWhole || Number.isInteger(value)) ? value : undefined;
}

function valueOf(form: Form, field: NumberFieldName): number {
  return numberIn(form.fields[field], numberFields[field]) ?? 0;
}

function lengthOf(form: Form): Length {
  return form.length === 'seconds' ? { is: 'seconds', seconds: valueOf(form, 'seconds') } : { is: 'operations', operations: valueOf(form, 'operations') };
}

/** What strikes, as it was typed; nothing typed, or 0, is nothing that strikes. */
export function faultsOf(form: Form): Faults {
  const share = (field: 'kill' | 'pause'): number => valueOf(form, field) / 100;
  return {
    kill: share('kill') || null,
    pause: share('pause') === 0 ? null : { share: share('pause'), ms: valueOf(form, 'pauseMs') },
    slowMs: valueOf(form, 'slowMs'),
    clockOffsetMs: valueOf(form, 'clockOffsetMs'),
    redisDown: valueOf(form, 'redisDown'),
    redisRestartMs: valueOf(form, 'redisRestartMs') || null,
  };
}

/** Those of the faults that make sense with a strategy. */
export function sensibleFaults(faults: Faults, { faults: sensible }: Pick<CatalogStrategy, 'faults'>): Faults {
  const isSensible = (kind: FaultKind): boolean => sensible.includes(kind);
  return {
    kill: isSensible('kill') ? faults.kill : noFaults.kill,
    pause: isSensible('pause') ? faults.pause : noFaults.pause,
    slowMs: isSensible('slowMs') ? faults.slowMs : noFaults.slowMs,
    clockOffsetMs: isSensible('clockOffsetMs') ? faults.clockOffsetMs : noFaults.clockOffsetMs,
    redisDown: isSensible('redisDown') ? faults.redisDown : noFaults.redisDown,
    redisRestartMs: isSensible('redisRestartMs') ? faults.redisRestartMs : noFaults.redisRestartMs,
  };
}

/** The kinds that strike. */
export function strikingIn(faults: Faults): readonly FaultKind[] {
  return Object.entries(faults).flatMap(([name, value]) => (value === null || value === 0 || !isFaultKind(name) ? [] : [name]));
}

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(noFaults, name);
}

/** The chosen strategies that claim to keep the promise, but not with these faults. */
export function notSurviving(form: Form, scenario: CatalogRealScenario): readonly CatalogStrategy[] {
  return chosenOf(form, scenario).filter((strategy) => strategy.claims === 'kept' && strikingIn(sensibleFaults(faultsOf(form), strategy)).some((kind) => !strategy.survives.includes(kind)));
}
