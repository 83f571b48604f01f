import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import { limits, noServers, requestFrom } from '../race/real/request.ts';
import { readModelVariant } from '../race/real/read-catalog.ts';
import type { PlannedRun, RunsToHost } from './race-runs.ts';

const kinds = ['ready', 'catalog', 'measure', 'cancel', 'load', 'remove', 'export', 'copy', 'settings', 'show-model', 'failed'] as const;

/** What a page may tell at a time, characters and runs. */
const longest = 10_000;
export const mostRuns = 500;
const mostSteps = 100;

/** What the page tells. @throws SyntaxError when it is none of our messages */
export function readRunsToHost(value: unknown): RunsToHost {
  const fields = record(value);
  const is = oneOf(kinds, fields['is']);
  switch (is) {
    case 'ready':
    case 'catalog':
    case 'cancel':
    case 'settings':
      return { is };
    case 'measure':
      return { is, runs: someOf(list(fields['runs'], readPlannedRun)) };
    case 'load':
    case 'remove':
    case 'export':
    case 'copy':
      return { is, id: bounded(fields['id']) };
    case 'show-model':
      return { is, model: readModelVariant(fields['model']), order: orNull(fields['order'], readOrder) };
    case 'failed':
      return { is, message: bounded(fields['message']) };
  }
}

/** A run as a page asks for it: whatever servers it speaks of are left out. @throws SyntaxError when it is none, or beyond the limits */
export function readPlannedRun(value: unknown): PlannedRun {
  const { servers: _, ...run } = requestFrom({ ...record(value), servers: noServers });
  within(run.actors, 1, limits.actors);
  within(run.leaseMs, limits.leastLeaseMs, Number.MAX_SAFE_INTEGER);
  if (run.length.is === 'seconds') within(run.length.seconds, 0, limits.seconds);
  else within(run.length.operations, 1, limits.operations);
  return run;
}

function within(value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw new SyntaxError('not within the limits of a run');
}

function someOf(runs: readonly PlannedRun[]): readonly PlannedRun[] {
  if (runs.length === 0 || runs.length > mostRuns) throw new SyntaxError('not so many runs');
  return runs;
}

function readOrder(value: unknown): readonly number[] {
  const order = list(value, number);
  if (order.length > mostSteps) throw new SyntaxError('not so many steps');
  return order;
}

function bounded(value: unknown): string {
  const text = string(value);
  if (text.length > longest) throw new SyntaxError('not a text of that length');
  return text;
}
