import type { Catalog, CatalogScenario, VariantId } from '../lab.ts';
import { exploreVariant } from '../model/explore.ts';
import type { Finding, Method } from '../model/finding.ts';
import { machineOf, replay, traceOf } from '../model/replay.ts';
import type { Scenario } from '../model/scenario.ts';
import { ScenarioError } from '../model/scenario-error.ts';
import type { Trace } from '../model/trace.ts';
import { scenarios as builtIn } from '../scenarios/index.ts';
import { scenariosIn } from './load/scenarios-in.ts';
import type { Sources } from './load/sources.ts';
import type { Answer, FromThread, Task } from './protocol.ts';
import type { Pulse } from './pulse.ts';
import { watchedScenario } from './watched.ts';
import { withoutChance } from './without-chance.ts';

type Tell = (message: FromThread) => void;

/** Progress is told at most so often, ms. */
const progressApartMs = 100;

/** Does a task to its end, in this thread. @throws ScenarioError, and whatever a scenario throws */
export function carryOut(task: Task, sources: Sources, pulse: Pulse, tell: Tell): Answer {
  switch (task.is) {
    case 'catalog': return { is: task.is, catalog: catalogOf(scenariosOf(task.file, sources), task.file) };
    case 'explore': {
      const scenario = ready(task.variant, sources, pulse, tell);
      const now = performance.now.bind(performance);
      return { is: task.is, finding: withoutChance(() => explored(scenario, task.variant.variant, task.method, pulse, tell, now)) };
    }
    case 'trace': {
      const scenario = ready(task.variant, sources, pulse, tell);
      return { is: task.is, trace: withoutChance(() => traced(scenario, task.variant.variant, task.schedule)) };
    }
  }
}

function scenariosOf(file: string | null, sources: Sources): readonly Scenario[] {
  return file === null ? builtIn : scenariosIn(sources.load(file), file);
}

function ready({ file, scenario: name }: VariantId, sources: Sources, pulse: Pulse, tell: Tell): Scenario {
  const all = scenariosOf(file, sources);
  const found = all.find((scenario) => scenario.name === name);
  if (found === undefined) throw new ScenarioError(`There is no scenario ${name}${file === null ? '' : ' in this file; it has '}${file === null ? '' : all.map((scenario) => scenario.name).join(', ')}.`, startOf(file));
  return watchedScenario(found, pulse, (names) => tell({ type: 'actors', names }));
}

function startOf(file: string | null): ScenarioError['place'] {
  return file === null ? null : { file, line: 1, column: 1 };
}

function catalogOf(scenarios: readonly Scenario[], file: string | null): Catalog {
  return { scenarios: scenarios.map((scenario) => described(scenario, file)) };
}

function described({ name, title, promise, topic, variants }: Scenario, file: string | null): CatalogScenario {
  const each = Object.entries(variants).map(([variant, { explanation, expect, fix }]) => ({ name: variant, explanation, expect, fix: fix ?? null }));
  return { file, name, title, promise, topic, variants: each };
}

function explored(scenario: Scenario, variant: string, method: Method | null, pulse: Pulse, tell: Tell, clock: () => number): Finding {
  const exploring = exploreVariant(scenario, variant, method ?? undefined);
  for (let toldAt = clock(); ; ) {
    const next = exploring.next();
    if (next.done === true) return next.value;
    pulse.beat();
    const now = clock();
    if (now - toldAt < progressApartMs) continue;
    toldAt = now;
    const { executions, states, transitions } = next.value;
    tell({ type: 'progress', progress: { executions, states, transitions } });
  }
}

function traced(scenario: Scenario, variant: string, schedule: string | null): Trace {
  if (schedule !== null) return replay(scenario, schedule);
  return traceOf(machineOf(scenario, variant), { scenario: scenario.name, variant, choices: [], loop: [] });
}
