import type { CatalogScenario, CatalogVariant } from '../../race/lab.ts';
import type { Finding } from '../../race/model/finding.ts';
import type { Outcome } from '../../race/run-several.ts';
import { plain } from '../../base/text.ts';
import { describeFinding, sayFinding } from '../race-lab/standing-words.ts';
import { oneLine } from '../safe-text.ts';
import type { Answer } from './answers.ts';
import { asObject, readText, refuseOthers } from './input.ts';

/** What is to be checked. */
export interface CheckInput {
  readonly scenario: string | null;
  readonly variant: string | null;
  readonly file: string | null;
}

/** @throws ToolInputError */
export function readCheckInput(input: unknown): CheckInput {
  const { scenario, variant, file, ...others } = asObject(input ?? {});
  refuseOthers(others, ['scenario', 'variant', 'file']);
  const read = (value: unknown, name: string): string | null => (value === undefined ? null : readText(value, name));
  return { scenario: read(scenario, 'scenario'), variant: read(variant, 'variant'), file: read(file, 'file') };
}

const note = 'PROVED and FAILED are of the model, whose steps are those that the scenario names: a program that does something else is not covered. A schedule can be replayed with "Lockscope: Replay Race Schedule..." or `lockscope race replay`.';

/** The scenarios that there are. */
export function listAnswer(scenarios: readonly CatalogScenario[]): Answer {
  const lines = ['Nothing was run. Call this again with one of these scenarios:', ...scenarios.map(({ name, title, promise, variants }) => `- ${name}: ${oneLine(title)}. Promise: ${oneLine(promise)} Variants: ${variants.map(({ name: variant, expect }) => `${variant} (${expect})`).join(', ')}`)];
  return { words: lines.join('\n'), data: JSON.stringify(scenarios.map(({ name, topic, promise, variants }) => ({ scenario: name, topic, promise, variants: variants.map((variant) => ({ variant: variant.name, expect: variant.expect })) }))) };
}

/** What came of some variants, in the form of `lockscope race check --json`. */
export function checkAnswer(outcomes: readonly Outcome[], scenarios: readonly CatalogScenario[]): Answer {
  return { words: [...outcomes.flatMap((outcome) => linesOf(outcome, scenarios)), note].join('\n'), data: JSON.stringify(outcomes.flatMap((outcome) => (outcome.is === 'found' ? [reportOf(outcome.finding)] : []))) };
}

function linesOf(outcome: Outcome, scenarios: readonly CatalogScenario[]): readonly string[] {
  const name = `${outcome.variant.scenario}/${outcome.variant.variant}`;
  const scenario = scenarios.find((each) => each.name === outcome.variant.scenario);
  const variant = scenario?.variants.find((each) => each.name === outcome.variant.variant);
  switch (outcome.is) {
    case 'cancelled': return [`${name}: cancelled, nothing is known.`];
    case 'wrong': return [`${name}: cannot be run. ${oneLine(outcome.error.message)}`];
    case 'found': return [
      `${name}: ${plain(describeFinding(outcome.finding))}. Promise: ${oneLine(scenario?.promise ?? '')}`,
      ...sayFinding(outcome.finding).map((says) => `- ${oneLine(plain(says))}`),
      ...aboutOf(variant),
      ...(outcome.finding.failure === null ? [] : [`- Schedule: ${outcome.finding.failure.schedule}`]),
    ];
  }
}

function aboutOf(variant: CatalogVariant | undefined): readonly string[] {
  return variant === undefined ? [] : [`- ${oneLine(variant.explanation)}`, ...(variant.fix === null ? [] : [`- What mends it: ${oneLine(variant.fix)}`])];
}

function reportOf({ scenario, variant, verdict, failure, executions, states, bound }: Finding): object {
  return { scenario, variant, verdict, schedule: failure?.schedule ?? null, explanation: failure?.explanation ?? null, executions, states, bound };
}
