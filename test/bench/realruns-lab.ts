import path from 'node:path';
import { ForkedLab } from '../../src/race/real/forked-lab.ts';
import type { RealLab } from '../../src/race/real/lab.ts';
import { noFaults, plainRequest, type Faults, type Length, type RunRequest } from '../../src/race/real/request.ts';
import type { RunResult } from '../../src/race/real/result.ts';

export const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);

/** The lab as it stands in the sources. */
export function labOfSources(): RealLab {
  return new ForkedLab(path.join(import.meta.dirname, '../../src/race/real/run/runner.ts'));
}

export interface Asked {
  readonly scenario?: string;
  readonly strategy: string;
  readonly actors: number;
  readonly length: Length;
  readonly faults?: Partial<Faults>;
}

export function requestOf({ scenario = 'counter', strategy, actors, length, faults = {} }: Asked): RunRequest {
  return { ...plainRequest(scenario, strategy, actors, length), faults: { ...noFaults, ...faults } };
}

export function runOne(lab: RealLab, asked: Asked): Promise<RunResult> {
  return lab.run(requestOf(asked), { onProgress: () => undefined }, new AbortController().signal);
}

export function seconds(length: number): Length {
  return { is: 'seconds', seconds: length * scale };
}
