import { availableParallelism, loadavg } from 'node:os';
import type { CatalogStrategy, RealCatalog } from '../race/real/catalog.ts';
import { compareClaims, type ClosingComparison, type MeasuredRow } from '../race/real/export/closing-comparison.ts';
import { closingMarkdown, runsOf } from '../race/real/export/closing-markdown.ts';
import { closingRows, furtherRows, loads, medianRun, requestsFor, requestWithKills, type ClosingConditions, type ClosingRow, type Load, type PlannedRun } from '../race/real/export/closing-plan.ts';
import { masked } from '../race/real/export/masked.ts';
import type { RealLab } from '../race/real/lab.ts';
import { limits } from '../race/real/request.ts';
import type { RunResult } from '../race/real/result.ts';
import type { RunOutcome } from '../race/real/several.ts';
import { numberIn, wholeNumberIn } from './numbers.ts';
import { measure } from './race-run.ts';
import { withRealLab } from './race-run-lab.ts';
import { serversOf } from './race-run-words.ts';
import { exitCodes, readWords, UsageError, warn } from './terminal.ts';
import { untilInterrupted } from './until-interrupted.ts';

const defaultActors = '8';
const defaultSeconds = '1';
const defaultRounds = '3';

/** `lockscope race compare`: the comparison with which the seeds close, measured on this machine, as Markdown. */
export async function compareVerb(words: readonly string[]): Promise<number> {
  const given = readWords(words, ['json', 'markdown'], ['actors', 'seconds', 'rounds', 'redis', 'postgresql']);
  if (given.operands.length > 0) throw new UsageError('Usage: lockscope race compare [--actors N] [--seconds S] [--rounds N] [--redis URL]... [--postgresql URL] [--json]');
  const conditions: ClosingConditions = {
    actors: wholeNumberIn(given.settings.get('actors') ?? defaultActors, 'actors', { least: 2, most: limits.actors }),
    seconds: numberIn(given.settings.get('seconds') ?? defaultSeconds, 'seconds', { least: 0, most: limits.seconds, above: true }),
    rounds: wholeNumberIn(given.settings.get('rounds') ?? defaultRounds, 'rounds', { least: 1, most: 99 }),
    servers: serversOf(given, process.env),
  };
  return withRealLab(async (lab) => (await untilInterrupted((signal) => compare(lab, conditions, given.flags.json, signal))) ?? exitCodes.interrupted);
}

/** Measures all rows, and prints the comparison. @returns the exit code */
export async function compare(lab: RealLab, conditions: ClosingConditions, isJson: boolean, signal: AbortSignal): Promise<number> {
  const notes = busyNotes(loadavg()[0] ?? 0, availableParallelism());
  for (const note of notes) warn(`lockscope: ${note}`);
  const planned = plan(await lab.catalog(conditions.servers), conditions);
  const plain = await measureAll(lab, Array.from({ length: conditions.rounds }, () => planned).flat(), signal);
  const killed = await measureAll(lab, withKills(planned, plain, conditions), signal);
  if (signal.aborted) return exitCodes.interrupted;
  const outcomes = [...plain, ...killed];
  const comparison = compareClaims(conditions, planned.map((row) => measuredRow(row, outcomes)), notes);
  process.stdout.write(isJson ? `${JSON.stringify({ ...comparison, ...withoutServers(comparison) }, null, 2)}\n` : closingMarkdown(comparison));
  const isWell = outcomes.every(([, , outcome]) => outcome.is === 'measured' && outcome.result.asClaimed);
  return isWell ? exitCodes.done : exitCodes.failed;
}

/** Says so when others keep the machine busy. @param load processes that want to run, over the last minute; 0 on Windows, which does not tell */
export function busyNotes(load: number, cores: number): readonly string[] {
  if (load <= cores) return [];
  return [`This machine was busy with something else when it began (load ${load.toFixed(1)}, ${cores} ${cores === 1 ? 'core' : 'cores'}): figures are worse than on a quiet one, and places less certain.`];
}

interface PlannedRow extends Omit<MeasuredRow, 'runs'> {
  readonly takesKills: boolean;
  readonly runs: readonly PlannedRun[];
}

/** What came of a planned run. */
type LoadedOutcome = readonly [row: ClosingRow, load: Load, outcome: RunOutcome];

/** Rows whose needs are missing have no runs. */
function plan(catalog: RealCatalog, conditions: ClosingConditions): readonly PlannedRow[] {
  const strategyOf = (scenario: string, name: string): CatalogStrategy | undefined => catalog.scenarios.find((each) => each.name === scenario)?.strategies.find((each) => each.name === name);
  return [...closingRows, ...furtherRows].map((row) => {
    const strategy = strategyOf('counter', row.strategy);
    const availability = strategy?.availability ?? { is: 'missing', what: `There is no strategy ${row.strategy}.`, how: '' };
    const runs = requestsFor(row, conditions).filter(([, request]) => strategyOf(request.scenario, request.strategy)?.availability.is === 'here');
    return { row, claim: strategy?.claim ?? null, availability, takesKills: strategy?.faults.includes('kill') === true, runs };
  });
}

/** The runs with kills, which depend on how much was done without. */
function withKills(planned: readonly PlannedRow[], outcomes: readonly LoadedOutcome[], conditions: ClosingConditions): readonly PlannedRow[] {
  return planned.map((each) => {
    const high = measuredRow(each, outcomes).runs.high;
    return { ...each, runs: each.takesKills && high !== undefined ? [requestWithKills(each.row, conditions, high.throughput)] : [] };
  });
}

async function measureAll(lab: RealLab, planned: readonly PlannedRow[], signal: AbortSignal): Promise<readonly LoadedOutcome[]> {
  const runs = planned.flatMap(({ row, runs: each }) => each.map(([load, request]) => ({ row, load, request })));
  const outcomes = await measure(lab, runs.map(({ request }) => request), signal);
  return runs.flatMap(({ row, load }, at) => {
    const outcome = outcomes[at];
    return outcome === undefined ? [] : [[row, load, outcome] as const];
  });
}

function measuredRow({ row, claim, availability }: PlannedRow, outcomes: readonly LoadedOutcome[]): MeasuredRow {
  const of = (load: Load): readonly RunResult[] => outcomes.flatMap(([each, under, outcome]) => (each === row && under === load && outcome.is === 'measured' ? [outcome.result] : []));
  const runs = loads.flatMap((load) => {
    const median = medianRun(of(load));
    return median === null ? [] : [[load, median] as const];
  });
  return { row, claim, availability, runs: Object.fromEntries(runs) };
}

/** The rows with their runs named, and the runs once each. */
function withoutServers(comparison: ClosingComparison): object {
  const named = ({ runs, ...row }: MeasuredRow): object => ({ ...row, runs: Object.fromEntries(Object.entries(runs).map(([load, { id }]) => [load, id])) });
  return { tables: comparison.tables.map(({ database, rows }) => ({ database, rows: rows.map(named) })), further: comparison.further.map(named), runs: runsOf(comparison).map(masked) };
}
