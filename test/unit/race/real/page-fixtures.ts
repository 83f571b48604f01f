import type { CatalogStrategy, RealCatalog } from '../../../../src/race/real/catalog.ts';
import { plainRequest } from '../../../../src/race/real/request.ts';
import type { RunResult } from '../../../../src/race/real/result.ts';

/** A strategy of a catalog, as plain as can be. */
export function strategy(name: string, rest: Partial<CatalogStrategy> = {}): CatalogStrategy {
  return { name, title: name.toUpperCase(), summary: 'It locks.', claims: 'kept', survives: [], faults: [], actorsAre: 'processes', model: { scenario: 'counter-race', variant: name }, claim: null, availability: { is: 'here' }, ...rest };
}

export function catalogWith(strategies: readonly CatalogStrategy[]): RealCatalog {
  return { scenarios: [{ name: 'counter', title: 'Counter race', promise: 'Every increment is in the count.', topic: 'counter race', strategies }] };
}

/** A result of 100 operations in a second. */
export function resultOf(name: string, actors: number, rest: Partial<RunResult> = {}): RunResult {
  const quantiles = { p50: 1, p95: 2, p99: 3, max: 4 };
  return {
    id: `${name}-${actors}`,
    request: plainRequest('counter', name, actors, { is: 'seconds', seconds: 1 }),
    scenario: 'counter',
    strategy: name,
    actors,
    startedAt: '2026-11-26T09:00:00.000Z',
    elapsedMs: 1000,
    operations: 100,
    throughput: 100,
    latencyMs: quantiles,
    waitMs: quantiles,
    fairness: 1,
    perActor: Array.from({ length: actors }, () => 100 / actors),
    series: [10, 10],
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
    cpuMs: 50,
    serverCpuMs: null,
    machine: { system: 'Linux', processor: 'CPU', cores: 2, memoryMb: 4096, versions: { node: '24.0.0' } },
    ...rest,
  };
}
