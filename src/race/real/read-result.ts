import { list, number, oneOf, orNull, record, string } from '../../base/json.ts';
import { requestFrom } from './request.ts';
import { breachKinds, endings, type Breach, type Happened, type Machine, type Quantiles, type RunResult } from './result.ts';

/** Reads the JSON of a result back. @throws SyntaxError for what is none */
export function resultFrom(value: unknown): RunResult {
  const fields = record(value);
  const figure = (name: string): number => number(fields[name]);
  return {
    id: string(fields['id']),
    request: requestFrom(fields['request']),
    scenario: string(fields['scenario']),
    strategy: string(fields['strategy']),
    actors: figure('actors'),
    startedAt: string(fields['startedAt']),
    elapsedMs: figure('elapsedMs'),
    operations: figure('operations'),
    throughput: figure('throughput'),
    latencyMs: quantilesFrom(fields['latencyMs']),
    waitMs: quantilesFrom(fields['waitMs']),
    fairness: figure('fairness'),
    perActor: list(fields['perActor'], number),
    series: list(fields['series'], number),
    lostUpdates: figure('lostUpdates'),
    violations: figure('violations'),
    breaches: list(fields['breaches'], breachFrom),
    kept: boolean(fields['kept']),
    asClaimed: boolean(fields['asClaimed']),
    retries: figure('retries'),
    deadlocks: figure('deadlocks'),
    refused: figure('refused'),
    gaveUp: figure('gaveUp'),
    killed: figure('killed'),
    paused: figure('paused'),
    cpuMs: figure('cpuMs'),
    serverCpuMs: orNull(fields['serverCpuMs'], number),
    machine: machineFrom(fields['machine']),
  };
}

function quantilesFrom(value: unknown): Quantiles {
  const fields = record(value);
  return { p50: number(fields['p50']), p95: number(fields['p95']), p99: number(fields['p99']), max: number(fields['max']) };
}

function breachFrom(value: unknown): Breach {
  const fields = record(value);
  return { kind: oneOf(breachKinds, fields['kind']), times: number(fields['times']), explanation: string(fields['explanation']), history: list(fields['history'], happenedFrom) };
}

function happenedFrom(value: unknown): Happened {
  const fields = record(value);
  return {
    actor: number(fields['actor']),
    asked: number(fields['asked']),
    entered: orNull(fields['entered'], number),
    left: orNull(fields['left'], number),
    ended: number(fields['ended']),
    read: orNull(fields['read'], number),
    wrote: orNull(fields['wrote'], number),
    ending: oneOf(endings, fields['ending']),
    paused: number(fields['paused']),
  };
}

function machineFrom(value: unknown): Machine {
  const fields = record(value);
  const versions = Object.entries(record(fields['versions'])).map(([name, version]) => [name, string(version)] as const);
  return { system: string(fields['system']), processor: string(fields['processor']), cores: number(fields['cores']), memoryMb: number(fields['memoryMb']), versions: Object.fromEntries(versions) };
}

function boolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new SyntaxError('not a boolean');
}
