import type { Machine, RunResult } from '../result.ts';
import { conditionWords, machineWords } from './run-words.ts';

/** Runs of one scenario under the same conditions, whose figures can stand in one table. */
export interface LikeRuns {
  readonly scenario: string;
  readonly conditions: string;
  readonly runs: readonly RunResult[];
}

/** In the order in which the first of each group came. */
export function byCondition(runs: readonly RunResult[]): readonly LikeRuns[] {
  const groups = new Map<string, RunResult[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.scenario, conditionWords(run.request)]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) => group.slice(0, 1).map(({ scenario, request }) => ({ scenario, conditions: conditionWords(request), runs: group })));
}

/** The machines of some runs, each in a line; versions of the same machine are gathered, since not each run has all parts. */
export function machinesOf(runs: readonly Pick<RunResult, 'machine'>[]): readonly string[] {
  const machines = new Map<string, Machine>();
  for (const { machine } of runs) {
    const key = JSON.stringify([machine.system, machine.processor, machine.cores, machine.versions['lockscope'], machine.versions['node']]);
    machines.set(key, { ...machine, versions: { ...machines.get(key)?.versions, ...machine.versions } });
  }
  return [...machines.values()].map(machineWords);
}
