import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { orGone } from '../../../base/errors.ts';
import { journalFile } from '../actor/journal.ts';
import { historyIn, type Column, type History } from '../figures/history.ts';
import { jain, quantilesOf, toMicroseconds } from '../figures/quantiles.ts';
import type { Faults, RunRequest } from '../request.ts';
import type { Breach, Machine, RunResult } from '../result.ts';
import type { Strategy, Verdict } from '../scenario.ts';

/** What the runner knows beside the history. */
export interface Counts {
  /** ms */
  readonly elapsedMs: number;
  readonly startedAt: string;
  readonly killed: number;
  readonly cpuMs: number;
  readonly serverCpuMs: number | null;
  readonly machine: Machine;
}

/** Reads what the actors have written. @param start of the run by the machine's monotonic clock, ms */
export function readHistory(folder: string, actors: number, start: number): History {
  return historyIn(Array.from({ length: actors }, (_, actor) => orGone(() => readFileSync(journalFile(folder, actor))) ?? new Uint8Array()), start);
}

/** What a run came to. @param verdicts of all the ways in which the promise was broken */
export function resultOf(request: RunRequest, strategy: Strategy, history: History, verdicts: readonly Verdict[], counts: Counts): RunResult {
  const done = history.done();
  const perActor = perActorOf(history, done, request.actors);
  const breaches = verdicts.map((verdict) => breachOf(verdict, history));
  const times = (kind: Breach['kind']): number => sum(breaches.filter((breach) => breach.kind === kind).map((breach) => breach.times));
  const kept = breaches.length === 0;
  return {
    id: randomUUID(),
    // Their addresses may have passwords in them.
    request: { ...request, servers: { redis: [], postgresql: null } },
    scenario: request.scenario,
    strategy: request.strategy,
    actors: request.actors,
    startedAt: counts.startedAt,
    elapsedMs: toMicroseconds(counts.elapsedMs),
    operations: done.length,
    throughput: counts.elapsedMs > 0 ? toMicroseconds((done.length * 1000) / counts.elapsedMs) : 0,
    latencyMs: quantilesOf(between(history, done, 'asked', 'ended')),
    waitMs: quantilesOf(between(history, done, 'asked', 'entered')),
    fairness: toMicroseconds(jain(perActor)),
    perActor,
    series: seriesOf(history, done, counts.elapsedMs),
    lostUpdates: times('lost-update'),
    violations: sum(breaches.map((breach) => breach.times)),
    breaches,
    kept,
    asClaimed: isAsClaimed(strategy, request, kept),
    retries: total(history, 'retries'),
    deadlocks: total(history, 'deadlocks'),
    refused: endedBy(history, 'refused'),
    gaveUp: endedBy(history, 'gave-up'),
    killed: counts.killed,
    paused: pausesIn(history),
    cpuMs: toMicroseconds(counts.cpuMs),
    serverCpuMs: counts.serverCpuMs,
    machine: counts.machine,
  };
}

/** Whether a promise that is claimed was kept, and one that is claimed to be broken was: outside of what is claimed all is well. */
function isAsClaimed({ claims, survives }: Strategy, { faults, actors }: RunRequest, kept: boolean): boolean {
  if (claims === 'broken') return !kept || actors < 2;
  return kept || activeFaults(faults).some((fault) => !survives.includes(fault));
}

/** The faults that strike in a run. */
export function activeFaults(faults: Faults): readonly (keyof Faults)[] {
  const all: Readonly<Record<keyof Faults, boolean>> = {
    kill: faults.kill !== null && faults.kill > 0,
    pause: faults.pause !== null && faults.pause.share > 0,
    slowMs: faults.slowMs > 0,
    clockOffsetMs: faults.clockOffsetMs !== 0,
    redisDown: faults.redisDown > 0,
    redisRestartMs: faults.redisRestartMs !== null,
  };
  return (['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown', 'redisRestartMs'] as const).filter((fault) => all[fault]);
}

/** So many operations around a breach are kept. */
const mostAround = 40;

function breachOf({ kind, times, explanation, around }: Verdict, history: History): Breach {
  const sorted = [...around].toSorted((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return { kind, times, explanation, history: [] };
  const last = Math.min(sorted.at(-1) ?? first, first + mostAround);
  const margin = Math.max(0, Math.floor((mostAround - (last - first)) / 2));
  const places = new Set([...sorted, ...range(Math.max(0, first - margin), Math.min(history.length, last + margin + 1))]);
  return { kind, times, explanation, history: [...places].toSorted((a, b) => a - b).slice(0, mostAround * 2).map((place) => history.at(place)) };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
}

/** The time from one event to another of some operations, ms; left out where either did not happen. */
function between(history: History, places: Uint32Array, from: Column, to: Column): Float64Array {
  return Float64Array.from(places, (place) => history.get(place, to) - history.get(place, from)).filter((ms) => !Number.isNaN(ms));
}

function perActorOf(history: History, places: Uint32Array, actors: number): readonly number[] {
  const counts = Array.from({ length: actors }, () => 0);
  for (const place of places) {
    const actor = history.get(place, 'actor');
    counts[actor] = (counts[actor] ?? 0) + 1;
  }
  return counts;
}

const seriesStepMs = 100;

function seriesOf(history: History, places: Uint32Array, elapsedMs: number): readonly number[] {
  const series = Array.from({ length: Math.max(1, Math.ceil(elapsedMs / seriesStepMs)) }, () => 0);
  for (const place of places) {
    const at = Math.min(series.length - 1, Math.max(0, Math.floor(history.get(place, 'ended') / seriesStepMs)));
    series[at] = (series[at] ?? 0) + 1;
  }
  return series;
}

function total(history: History, column: Column): number {
  let sumOf = 0;
  for (let place = 0; place < history.length; place++) sumOf += history.get(place, column);
  return sumOf;
}

function endedBy(history: History, ending: 'refused' | 'gave-up'): number {
  let count = 0;
  for (let place = 0; place < history.length; place++) if (history.ending(place) === ending) count += 1;
  return count;
}

function pausesIn(history: History): number {
  let count = 0;
  for (let place = 0; place < history.length; place++) if (history.get(place, 'paused') > 0) count += 1;
  return count;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
