import type { Cell } from '../../../base/csv.ts';
import type { RunResult } from '../result.ts';

/** What a table of runs tells of each, by the names of its columns, whose units are in them. Names and places stay, since scripts read them. */
export const runColumns: readonly (readonly [name: string, of: (run: RunResult) => Cell])[] = [
  ['id', ({ id }) => id],
  ['scenario', ({ scenario }) => scenario],
  ['strategy', ({ strategy }) => strategy],
  ['actors', ({ actors }) => actors],
  // What was asked for: one of these two is empty.
  ['seconds', ({ request: { length } }) => (length.is === 'seconds' ? length.seconds : null)],
  ['operations_wanted', ({ request: { length } }) => (length.is === 'operations' ? length.operations : null)],
  ['seed', ({ request }) => request.seed],
  ['lease_ms', ({ request }) => request.leaseMs],
  ['kill_share', ({ request }) => request.faults.kill],
  ['pause_share', ({ request }) => request.faults.pause?.share ?? null],
  ['pause_ms', ({ request }) => request.faults.pause?.ms ?? null],
  ['slow_ms', ({ request }) => request.faults.slowMs],
  ['clock_offset_ms', ({ request }) => request.faults.clockOffsetMs],
  ['redis_down', ({ request }) => request.faults.redisDown],
  ['redis_restart_ms', ({ request }) => request.faults.redisRestartMs],
  ['started_at', ({ startedAt }) => startedAt],
  ['elapsed_ms', ({ elapsedMs }) => rounded(elapsedMs)],
  ['operations', ({ operations }) => operations],
  ['throughput_per_s', ({ throughput }) => rounded(throughput)],
  ['latency_p50_ms', ({ latencyMs }) => rounded(latencyMs.p50)],
  ['latency_p95_ms', ({ latencyMs }) => rounded(latencyMs.p95)],
  ['latency_p99_ms', ({ latencyMs }) => rounded(latencyMs.p99)],
  ['latency_max_ms', ({ latencyMs }) => rounded(latencyMs.max)],
  ['wait_p50_ms', ({ waitMs }) => rounded(waitMs.p50)],
  ['wait_p95_ms', ({ waitMs }) => rounded(waitMs.p95)],
  ['wait_p99_ms', ({ waitMs }) => rounded(waitMs.p99)],
  ['wait_max_ms', ({ waitMs }) => rounded(waitMs.max)],
  // Jain's index of the actors' operations: 1 when all did as many.
  ['fairness', ({ fairness }) => rounded(fairness)],
  ['kept', ({ kept }) => yesNo(kept)],
  ['as_claimed', ({ asClaimed }) => yesNo(asClaimed)],
  ['lost_updates', ({ lostUpdates }) => lostUpdates],
  ['violations', ({ violations }) => violations],
  ['breaches', ({ breaches }) => breaches.map(({ kind, times }) => `${kind} ${times}`).join('; ')],
  ['first_breach', ({ breaches }) => breaches[0]?.explanation ?? null],
  ['retries', ({ retries }) => retries],
  ['deadlocks', ({ deadlocks }) => deadlocks],
  ['refused', ({ refused }) => refused],
  ['gave_up', ({ gaveUp }) => gaveUp],
  ['killed', ({ killed }) => killed],
  ['paused', ({ paused }) => paused],
  ['cpu_ms', ({ cpuMs }) => rounded(cpuMs)],
  ['cpu_us_per_operation', ({ cpuMs, operations }) => (operations === 0 ? null : rounded((cpuMs * 1000) / operations))],
  ['server_cpu_ms', ({ serverCpuMs }) => (serverCpuMs === null ? null : rounded(serverCpuMs))],
  ['system', ({ machine }) => machine.system],
  ['processor', ({ machine }) => machine.processor],
  ['cores', ({ machine }) => machine.cores],
  ['memory_mb', ({ machine }) => machine.memoryMb],
  ['versions', ({ machine }) => versionsText(machine.versions)],
];

/** "lockscope 1.0.0; node 24.1.0" */
export function versionsText(versions: Readonly<Record<string, string>>, separator = '; '): string {
  return Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(separator);
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

/** To the microsecond, or to a thousandth of whatever it is. */
function rounded(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}
