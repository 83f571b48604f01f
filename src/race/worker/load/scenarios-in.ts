import { defineScenario, type Scenario } from '../../model/scenario.ts';
import { ScenarioError, type Place } from '../../model/scenario-error.ts';
import { located } from './located.ts';

/**
 * The scenarios among what a file exports, by default or by name, in their order.
 * @param file for errors
 * @throws ScenarioError when there is none, one is not whole, or two have the same name
 */
export function scenariosIn(exported: unknown, file: string): readonly Scenario[] {
  const start: Place = { file, line: 1, column: 1 };
  const values = typeof exported === 'object' && exported !== null ? [...new Set<unknown>([exported, ...Object.values(exported)].flat())] : [];
  const found = values.filter(looksLikeScenario).map((value) => whole(value, start));
  if (found.length === 0) throw new ScenarioError('This file exports no scenario. Export one: "export default defineScenario({ ... })".', start);
  const names = found.map(({ name }) => name);
  const double = names.find((name, at) => names.indexOf(name) !== at);
  if (double !== undefined) throw new ScenarioError(`Two scenarios of this file are called ${double}. Give each its own name.`, start);
  return found;
}

function looksLikeScenario(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'variants' in value;
}

function whole(value: object, start: Place): Scenario {
  assertWhole(value, start);
  try {
    return defineScenario(value);
  } catch (error) {
    throw located(error, String(error), start);
  }
}

/** A file in JavaScript has no types that would have told. */
function assertWhole(value: object, start: Place): asserts value is Scenario {
  const name = textOf(value, 'name', 'A scenario of this file', start);
  for (const key of ['title', 'promise', 'topic']) textOf(value, key, `The scenario ${name}`, start);
  const variants: unknown = Reflect.get(value, 'variants');
  if (typeof variants !== 'object' || variants === null) throw new ScenarioError(`The variants of ${name} are no object of variants.`, start);
  for (const [key, variant] of Object.entries(variants)) assertVariant(variant, `The variant ${key} of ${name}`, start);
}

function assertVariant(variant: unknown, what: string, start: Place): void {
  if (typeof variant !== 'object' || variant === null) throw new ScenarioError(`${what} is no object.`, start);
  textOf(variant, 'explanation', what, start);
  const expect: unknown = Reflect.get(variant, 'expect');
  if (expect !== 'PROVED' && expect !== 'FAILED') throw new ScenarioError(`${what} has to say what it expects: "PROVED" or "FAILED".`, start);
  if (typeof Reflect.get(variant, 'system') !== 'function') throw new ScenarioError(`${what} has no function "system".`, start);
}

function textOf(value: object, key: string, what: string, start: Place): string {
  const text: unknown = Reflect.get(value, key);
  if (typeof text !== 'string') throw new ScenarioError(`${what} has no text "${key}".`, start);
  return text;
}
