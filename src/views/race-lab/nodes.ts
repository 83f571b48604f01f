import type { CatalogScenario, CatalogVariant, VariantId } from '../../race/lab.ts';
import type { Place, ScenarioError } from '../../race/model/scenario-error.ts';

/** The files of the workspace. */
export interface WorkspaceNode {
  readonly type: 'workspace';
  readonly files: readonly string[];
}

/** The scenarios that come with Lockscope, of one topic. */
export interface TopicNode {
  readonly type: 'topic';
  readonly topic: string;
  readonly scenarios: readonly CatalogScenario[];
}

export interface FileNode {
  readonly type: 'file';
  readonly file: string;
}

export interface ScenarioNode {
  readonly type: 'scenario';
  readonly scenario: CatalogScenario;
}

export interface VariantNode {
  readonly type: 'variant';
  readonly id: VariantId;
  readonly scenario: CatalogScenario;
  readonly variant: CatalogVariant;
}

/** What is wrong with a file; chosen, it opens the line. */
export interface ErrorNode {
  readonly type: 'error';
  readonly file: string;
  readonly error: ScenarioError;
}

/** Something to be said where there is nothing to run. */
export interface NoteNode {
  readonly type: 'untrusted';
  readonly file: string;
}

export type RaceNode = WorkspaceNode | TopicNode | FileNode | ScenarioNode | VariantNode | ErrorNode | NoteNode;

/** The topics of some scenarios, in their order. */
export function topicsOf(scenarios: readonly CatalogScenario[]): readonly TopicNode[] {
  const topics = new Map<string, CatalogScenario[]>();
  for (const scenario of scenarios) topics.set(scenario.topic, [...(topics.get(scenario.topic) ?? []), scenario]);
  return [...topics].map(([topic, each]) => ({ type: 'topic', topic, scenarios: each }));
}

export function variantsOf(scenario: CatalogScenario): readonly VariantNode[] {
  return scenario.variants.map((variant) => ({ type: 'variant', id: idOf(scenario, variant), scenario, variant }));
}

export function idOf({ file, name }: CatalogScenario, variant: Pick<CatalogVariant, 'name'>): VariantId {
  return { file, scenario: name, variant: variant.name };
}

export function idsOf(scenarios: readonly CatalogScenario[]): readonly VariantId[] {
  return scenarios.flatMap((scenario) => scenario.variants.map((variant) => idOf(scenario, variant)));
}

/** Where an error is: in the file that was asked for, if it does not tell. */
export function placeOfError(file: string, { place }: Pick<ScenarioError, 'place'>): Place {
  return place ?? { file, line: 1, column: 1 };
}

/** What an error says, without its place, which is shown beside it. */
export function withoutPlace({ message, place }: Pick<ScenarioError, 'message' | 'place'>): string {
  return place === null ? message : message.replace(` (${place.file}:${place.line})`, '');
}
