import { lengthText } from '../../../base/length-text.ts';
import type { Faults, RunRequest } from '../request.ts';
import type { BreachKind, Machine, RunResult } from '../result.ts';
import { versionsText } from './run-columns.ts';

/** The heads of what runRow makes; those from `numbersFrom` on are figures. */
export const runHead = ['strategy', 'actors', 'promise', 'ops/s', 'p50', 'p95', 'p99', 'max', 'longest wait', 'fairness', 'retries', 'deadlocks', 'CPU/op'] as const;
export const numbersFrom = 3;

/** One run in the cells of a table for people. */
export function runRow(run: RunResult): readonly string[] {
  const { strategy, actors, operations, throughput, latencyMs: { p50, p95, p99, max }, waitMs, fairness, retries, deadlocks, cpuMs } = run;
  const lengths = (operations === 0 ? [null, null, null, null] : [p50, p95, p99, max]).map((ms) => (ms === null ? '-' : shortText(ms)));
  return [strategy, String(actors), promiseWords(run), countText(throughput), ...lengths, lengthText(waitMs.max), fairness.toFixed(2), countText(retries), countText(deadlocks), operations === 0 ? '-' : shortText(cpuMs / operations)];
}

/** A length of time of which microseconds matter: "4 µs", "0.42 ms", "1.5 s". @param ms measured to the microsecond */
export function shortText(ms: number): string {
  if (ms >= 0.01) return lengthText(ms);
  return ms < 0.001 ? '< 1 µs' : `${Math.round(ms * 1000)} µs`;
}

/** "kept", "broken, as expected", "broken, unexpectedly"; what did nothing kept nothing */
export function promiseWords({ kept, asClaimed, operations }: Pick<RunResult, 'kept' | 'asClaimed' | 'operations'>): string {
  if (kept && operations === 0) return 'nothing was done';
  if (kept) return asClaimed ? 'kept' : 'kept, unexpectedly';
  return asClaimed ? 'broken, as expected' : 'broken, unexpectedly';
}

/** "12,345"; what is below a hundred with so many digits that it does not read as nothing. */
export function countText(count: number): string {
  return count.toLocaleString('en', { maximumFractionDigits: count < 10 ? 2 : count < 100 ? 1 : 0 });
}

const breachNames: Readonly<Record<BreachKind, readonly [once: string, often: string]>> = {
  'lost-update': ['1 update lost', '{} updates lost'],
  'counted-twice': ['1 counted twice', '{} counted twice'],
  'two-inside': ['two inside at once, once', 'two inside at once, {} times'],
  'torn': ['half-written data seen once', 'half-written data seen {} times'],
  'doubled': ['1 handed out twice', '{} handed out twice'],
  'overdrawn': ['overdrawn once', 'overdrawn {} times'],
  'stuck': ['stuck', 'stuck {} times'],
};

/** "812 updates lost" */
export function breachWords(kind: BreachKind, times: number): string {
  const [once, often] = breachNames[kind];
  return times === 1 ? once : often.replace('{}', countText(times));
}

/** How the promise was broken in a run, each way with its first case. */
export function breachSentences({ strategy, actors, breaches }: RunResult): readonly string[] {
  return breaches.map(({ kind, times, explanation }) => `${strategy}, ${actorsText(actors)}: ${breachWords(kind, times)}. ${explanation}`);
}

export function actorsText(actors: number): string {
  return `${actors} ${actors === 1 ? 'actor' : 'actors'}`;
}

/** "2 s", "10,000 operations" */
export function lengthOf({ length }: Pick<RunRequest, 'length'>): string {
  return length.is === 'seconds' ? `${countText(length.seconds)} s` : `${countText(length.operations)} operations`;
}

/** What struck the actors, each as a few words; none where nothing did. */
export function faultWords({ kill, pause, slowMs, clockOffsetMs, redisDown, redisRestartMs }: Faults): readonly string[] {
  return [
    ...(kill === null ? [] : [`${percent(kill)} of the operations killed`]),
    ...(pause === null ? [] : [`${percent(pause.share)} paused for ${lengthText(pause.ms)}`]),
    ...(slowMs === 0 ? [] : [`critical sections ${lengthText(slowMs)} longer`]),
    ...(clockOffsetMs === 0 ? [] : [`every second clock ${lengthText(clockOffsetMs)} ahead`]),
    ...(redisDown === 0 ? [] : [`${redisDown} Redis ${redisDown === 1 ? 'server' : 'servers'} ended`]),
    ...(redisRestartMs === null ? [] : [`a Redis server restarted empty every ${lengthText(redisRestartMs)}`]),
  ];
}

/** What was the same in some runs: "2 s, seed 1, lease 500 ms, 1 % of the operations killed" */
export function conditionWords(request: RunRequest): string {
  return [lengthOf(request), `seed ${request.seed}`, `lease ${lengthText(request.leaseMs)}`, ...faultWords(request.faults)].join(', ');
}

/** On what it was measured, in one line. */
export function machineWords({ system, processor, cores, memoryMb, versions }: Machine): string {
  return [system, `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}`, `${countText(memoryMb / 1024)} GB`, versionsText(versions, ', ')].filter((part) => part !== '').join('; ');
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
