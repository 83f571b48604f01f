import type { Engine, Explored, Found, Limits, Progress } from './exploration.ts';
import { defaultLimits } from './exploration.ts';
import { searchFairCycle } from './explicit/fair-cycles.ts';
import { countInterleavings } from './explicit/interleavings.ts';
import { searchMinimal } from './explicit/minimal.ts';
import { searchStates, StateSpace } from './explicit/search.ts';
import type { Failure, Finding, Method, Verdict } from './finding.ts';
import type { Machine } from './machine/machine.ts';
import { searchByChance } from './random/search.ts';
import { machineOf, traceOf } from './replay.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { searchOrders } from './stateless/search-orders.ts';

/** So many states may be gone through at once for how many interleavings there are; it is but a figure to marvel at. */
const mostCounted = 50_000;

/** An exploration of one variant, in slices. */
export type Exploring = Generator<Progress, Finding>;

/**
 * Explores a variant of a scenario.
 * @param method every state, unless said otherwise
 * @throws ScenarioError when the scenario itself is wrong
 */
export function* exploreVariant(scenario: Scenario, name: string, method: Method = { is: 'states' }, limits: Limits = defaultLimits): Exploring {
  const machine = machineOf(scenario, name);
  const variant = scenario.variants[name];
  if (variant === undefined) throw new ScenarioError(`${scenario.name} has no variant ${name}.`);
  const { explored, found, isMinimal } = yield* run(machine, method, limits);
  const unproved = explored.bound ?? boundOf(method, machine) ?? unseen(machine, explored);
  const verdict: Verdict = found !== null ? 'FAILED' : unproved === null ? 'PROVED' : 'INCOMPLETE';
  return {
    scenario: scenario.name,
    variant: name,
    method,
    verdict,
    expect: variant.expect,
    failure: found === null ? null : failureOf(machine, scenario.name, name, found, isMinimal),
    bound: verdict === 'INCOMPLETE' ? unproved : null,
    executions: explored.executions,
    // What stopped on its way has not seen what all orders are.
    interleavings: verdict === 'PROVED' ? (countInterleavings(machine, { ...limits, states: mostCounted })?.toString() ?? null) : null,
    states: explored.states,
    transitions: explored.transitions,
  };
}

interface Run {
  readonly explored: Explored;
  readonly found: Found | null;
  readonly isMinimal: boolean;
}

function* run(machine: Machine, method: Method, limits: Limits): Generator<Progress, Run> {
  if (method.is !== 'states') {
    const explored = yield* engineOf(machine, method, limits);
    return { explored, found: explored.found, isMinimal: method.is === 'preemptions' };
  }
  const space = new StateSpace(machine);
  const explored = yield* searchStates(machine, limits, space);
  if (explored.found !== null) {
    const minimal = yield* searchMinimal(machine, limits);
    return { explored, found: minimal.found ?? explored.found, isMinimal: minimal.found !== null };
  }
  const lasso = explored.bound === null ? yield* searchFairCycle(machine, space) : null;
  if (lasso === null) return { explored, found: null, isMinimal: false };
  const { goal, schedule, loop, isMinimal } = lasso;
  return { explored, found: { problem: { is: 'never', goal }, schedule, loop }, isMinimal };
}

function engineOf(machine: Machine, method: Exclude<Method, { is: 'states' }>, limits: Limits): Engine {
  switch (method.is) {
    case 'orders': return searchOrders(machine, limits);
    case 'preemptions': return searchMinimal(machine, limits, method.most);
    case 'chance': return searchByChance(machine, method, limits);
  }
}

/** What keeps a method from being a proof when it has found nothing. */
function boundOf(method: Method, machine: Machine): string | null {
  switch (method.is) {
    case 'states': return null;
    case 'orders': return (machine.system.goals ?? []).length > 0 ? 'runs without an end are not looked for' : null;
    case 'preemptions': return `${method.most} preemptions`;
    case 'chance': return `${method.runs} runs by chance, seed ${method.seed}`;
  }
}

/** What is to hold where nobody can go on was never looked at where every run goes on for ever. */
function unseen({ system }: Machine, { executions }: Explored): string | null {
  const [first] = system.finally ?? [];
  return first === undefined || executions > 0 ? null : `no run comes to an end, where this is to hold: ${first.name.replace(/\.$/, '')}. Say with a goal what everybody who waits gets`;
}

function failureOf(machine: Machine, scenario: string, variant: string, { schedule, loop }: Found, isMinimal: boolean): Failure {
  const trace = traceOf(machine, { scenario, variant, choices: schedule, loop });
  if (trace.problem === null) throw new ScenarioError(`${scenario}/${variant} is not deterministic: a failure that was found does not come about again. Its steps and conditions must depend on nothing but the shared objects.`);
  return {
    schedule: trace.schedule,
    explanation: trace.problem.explanation,
    kind: trace.problem.kind,
    condition: trace.problem.condition,
    steps: trace.steps.length,
    preemptions: trace.steps.filter(({ isPreemption }) => isPreemption).length,
    isMinimal,
  };
}
