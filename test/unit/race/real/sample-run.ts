// A result as a run may come to, for those that show or keep it.
import { plainRequest } from '../../../../src/race/real/request.ts';
import type { Breach, RunResult } from '../../../../src/race/real/result.ts';

export const lost: Breach = {
  kind: 'lost-update',
  times: 812,
  explanation: 'Actor 1 read 10 before actor 0 wrote 11, and wrote 11 over it.',
  history: [{ actor: 0, asked: 1, entered: null, left: null, ended: 2, read: 10, wrote: 11, ending: 'done', paused: 0 }],
};

/** @param over what is different in it */
export function sampleRun(over: Partial<RunResult> = {}): RunResult {
  const strategy = over.strategy ?? 'file-lock';
  const actors = over.actors ?? 4;
  return {
    id: 'run-1',
    request: { ...plainRequest('counter', strategy, actors, { is: 'seconds', seconds: 2 }), leaseMs: 500 },
    scenario: 'counter',
    strategy,
    actors,
    startedAt: '2026-11-26T09:00:00.000Z',
    elapsedMs: 2000.1234,
    operations: 2400,
    throughput: 1200,
    latencyMs: { p50: 0.5, p95: 1.25, p99: 12, max: 1500 },
    waitMs: { p50: 0.25, p95: 1, p99: 11, max: 1490 },
    fairness: 0.98,
    perActor: [600, 600, 600, 600],
    series: [120, 120],
    lostUpdates: 0,
    violations: 0,
    breaches: [],
    kept: true,
    asClaimed: true,
    retries: 0,
    deadlocks: 0,
    refused: 0,
    gaveUp: 0,
    killed: 0,
    paused: 0,
    cpuMs: 1200,
    serverCpuMs: null,
    machine: { system: 'Linux 6.8 (x64)', processor: 'Some processor', cores: 2, memoryMb: 4096, versions: { lockscope: '0.1.0', node: '24.0.0' } },
    ...over,
  };
}

/** One whose promise was broken. */
export function brokenRun(over: Partial<RunResult> = {}): RunResult {
  return sampleRun({ strategy: 'none', kept: false, lostUpdates: 812, violations: 812, breaches: [lost], ...over });
}
