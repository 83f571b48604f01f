import { ScenarioError } from './scenario-error.ts';
import type { System } from './scenario.ts';
import { SharedObject } from './shared-object.ts';

const keys = ['shared', 'actors', 'invariants', 'finally', 'goals', 'faults', 'ticks'] as const satisfies readonly (keyof System)[];

/**
 * A file in JavaScript has no types that would have told, and a condition under a name that means nothing would never
 * be looked at.
 * @throws ScenarioError when that is no system, with what to do about it
 */
export function assertSystem(value: unknown): asserts value is System {
  assertRecord(value, 'What "system" returns', '{ shared: [...], actors: { ... } }');
  assertKeys(value, 'The system', keys);
  const { shared, actors, faults, ticks } = value;
  if (!Array.isArray(shared) || !shared.every((object) => object instanceof SharedObject)) throw new ScenarioError('The "shared" of the system has to be an array of shared objects, such as [counter(\'total\')].');
  assertRecord(actors, 'The "actors" of the system', '{ A: function* () { ... } }');
  for (const [name, actor] of Object.entries(actors)) assertActor(name, actor);
  for (const key of ['invariants', 'finally'] as const) assertConditions(value[key], key, 'holds', ['name', 'holds', 'says']);
  assertConditions(value['goals'], 'goals', 'isAwaited', ['name', 'isAwaited']);
  if (faults !== undefined) assertFaults(faults);
  if (ticks !== undefined) assertCount(ticks, 'The "ticks" of the system', 0);
}

type Fields = Readonly<Record<string, unknown>>;

function assertRecord(value: unknown, what: string, such: string): asserts value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'then' in value) throw new ScenarioError(`${what} has to be an object, such as ${such}.`);
}

function assertKeys(value: Fields, what: string, known: readonly string[]): void {
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) throw new ScenarioError(`${what} has "${stranger}", which means nothing here. It can have ${known.join(', ')}.`);
}

function assertActor(name: string, actor: unknown): void {
  if (typeof actor === 'function') return;
  const such = 'function* () { ... }';
  assertRecord(actor, `The actor ${name}`, `{ run: ${such} }, or a function*`);
  if (typeof actor['run'] !== 'function') throw new ScenarioError(`The actor ${name} is no function*. Write its steps as ${such}, and do not call it.`);
  assertKeys(actor, `The actor ${name}`, ['run', 'serves']);
}

function assertConditions(conditions: unknown, key: string, method: string, known: readonly string[]): void {
  if (conditions === undefined) return;
  if (!Array.isArray(conditions)) throw new ScenarioError(`The "${key}" of the system have to be an array.`);
  for (const condition of conditions as readonly unknown[]) {
    assertRecord(condition, `Each of the "${key}"`, `{ name: '...', ${method}: (view) => ... }`);
    const { name } = condition;
    if (typeof name !== 'string') throw new ScenarioError(`One of the "${key}" has no text "name".`);
    if (typeof condition[method] !== 'function') throw new ScenarioError(`"${name}" of the "${key}" has no function "${method}".`);
    assertKeys(condition, `"${name}" of the "${key}"`, known);
  }
}

function assertFaults(faults: unknown): void {
  assertRecord(faults, 'The "faults" of the system', "{ crash: { actors: ['A'] } }");
  assertKeys(faults, 'The object "faults"', ['crash', 'pause', 'powerLoss']);
  const { crash, pause, powerLoss } = faults;
  if (crash !== undefined) assertFault(crash, 'crash', "{ actors: ['A'], most: 1 }", ['actors', 'most']);
  if (pause !== undefined) {
    assertFault(pause, 'pause', "{ actors: ['A'], ticks: 2, most: 1 }", ['actors', 'ticks', 'most']);
    assertCount(pause['ticks'], 'The "ticks" of a pause', 1);
  }
  if (powerLoss !== undefined && typeof powerLoss !== 'boolean') throw new ScenarioError('The fault "powerLoss" has to be true or false.');
}

function assertFault(fault: unknown, name: string, such: string, known: readonly string[]): asserts fault is Fields {
  assertRecord(fault, `The fault "${name}"`, such);
  assertKeys(fault, `The fault "${name}"`, known);
  if (!Array.isArray(fault['actors'])) throw new ScenarioError(`The fault "${name}" has to say which "actors" it can happen to: ${such}.`);
  if (fault['most'] !== undefined) assertCount(fault['most'], `"most" of the fault "${name}"`, 0);
}

function assertCount(value: unknown, what: string, least: number): void {
  if (!Number.isSafeInteger(value) || Number(value) < least) throw new ScenarioError(`${what} has to be a whole number from ${least} on.`);
}
