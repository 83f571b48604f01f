import { lengthText } from '../../../base/length-text.ts';
import { cellText, table } from '../../../base/markdown.ts';
import type { RunResult } from '../result.ts';
import { machinesOf } from './by-condition.ts';
import type { ClosingComparison, ClosingTable, MeasuredRow } from './closing-comparison.ts';
import { killsMeant, leastSecondsWithKills } from './closing-plan.ts';
import { verdictWords, type ClaimVerdict } from './closing-verdicts.ts';
import { masked } from './masked.ts';
import { actorsText, breachWords, countText, shortText } from './run-words.ts';

/** The seeds' closing comparison with what was measured beside each claim, and further rows. */
export function closingMarkdown(comparison: ClosingComparison): string {
  const { conditions: { actors, seconds, rounds }, tables, further, notes } = comparison;
  const runs = runsOf(comparison).map(masked);
  return `${[
    '# The closing comparison, measured',
    [
      `Each strategy counts up one number, by 1 actor and by ${actors}, for ${countText(seconds)} s each${rounds > 1 ? `, ${rounds} times with all the others in between, of which the median counts` : ''}; once more, for ${countText(Math.max(seconds, leastSecondsWithKills))} s, about ${killsMeant} of the ${actors} are killed while they are inside.`,
      'Deadlocks are those of transfers between two accounts, locked in whatever order they come.',
      'A level says no number, so it is taken for a place in the order of the four, the lowest figure first; those within a tenth of each other share their places.',
      'Latency is from asking until done: the half took no longer, and 99 of 100 took no longer; the half is what is compared.',
    ].join(' '),
    ...notes.map(cellText),
    ...tables.flatMap((each) => sectionOf(each, actors)),
    '## What else there is on one machine',
    furtherTable(further, actors),
    ...brokenOf(runs),
    ...machinesOf(runs).map((machine) => `Measured on ${cellText(machine)}.`),
  ].join('\n\n')}\n`;
}

/** All runs of a comparison, each once. */
export function runsOf({ tables, further }: ClosingComparison): readonly RunResult[] {
  return [...new Set([...tables.flatMap(({ rows }) => rows), ...further].flatMap(({ runs }) => Object.values(runs)))];
}

const killsHead = 'Slowest after kills';

function sectionOf({ database, rows }: ClosingTable, actors: number): readonly string[] {
  const many = actorsText(actors);
  const head = ['Approach', 'Measured as', 'Latency', 'Latency, 1 actor', `Latency, ${many}`, 'Throughput', 'Throughput, 1 actor', `Throughput, ${many}`, 'Contention handling', `Contention, ${many}`, 'Complexity', 'It takes', 'Deadlock risk', 'Deadlocks', killsHead];
  return [`## With ${database}`, table(head, rows.map((row) => claimedCells(row, head.length).map(cellText)))];
}

function claimedCells(each: ClosingTable['rows'][number], width: number): readonly string[] {
  const { row, claim, runs: { low, high }, verdicts: { latency, throughput, contention, deadlocks } } = each;
  const claimed = (text: string | undefined): string => text ?? '-';
  const start = [row.approach ?? '', row.strategy];
  if (isMissing(each)) return filled([...start, claimed(claim?.latency), missingText(each), '', claimed(claim?.throughput), '', '', claimed(claim?.contention), '', claimed(claim?.complexity), row.takes, claimed(claim?.deadlockRisk)], width);
  return [
    ...start,
    claimed(claim?.latency), withVerdict(latencyText(low), latency.low), withVerdict(latencyText(high), latency.high),
    claimed(claim?.throughput), withVerdict(throughputText(low), throughput.low), withVerdict(throughputText(high), throughput.high),
    claimed(claim?.contention), contention === null ? 'not measured' : verdictWords(contention),
    claimed(claim?.complexity), row.takes,
    claimed(claim?.deadlockRisk), verdictWords(deadlocks),
    killsText(each),
  ];
}

function furtherTable(rows: readonly MeasuredRow[], actors: number): string {
  const many = actorsText(actors);
  const head = ['Strategy', 'Latency, 1 actor', `Latency, ${many}`, 'Throughput, 1 actor', `Throughput, ${many}`, 'More tries an operation', 'It takes', killsHead];
  return table(head, rows.map((each) => {
    const { row, runs: { low, high } } = each;
    if (isMissing(each)) return filled([row.strategy, missingText(each)], head.length);
    return [row.strategy, latencyText(low), latencyText(high), throughputText(low), throughputText(high), high === undefined || high.operations === 0 ? '-' : (high.retries / high.operations).toFixed(2), row.takes, killsText(each)];
  }).map((cells) => cells.map(cellText)));
}

function isMissing({ availability, runs }: MeasuredRow): boolean {
  return availability.is === 'missing' || Object.keys(runs).length === 0;
}

function missingText({ availability }: MeasuredRow): string {
  return availability.is === 'missing' ? `not measured here. ${availability.what} ${availability.how}` : 'could not be measured';
}

function filled(cells: readonly string[], width: number): readonly string[] {
  return Array.from({ length: width }, (_, at) => cells[at] ?? '');
}

function withVerdict(figure: string, verdict: ClaimVerdict): string {
  return figure === '-' ? figure : `${figure}: ${verdictWords(verdict)}`;
}

function latencyText(run: RunResult | undefined): string {
  return run === undefined || run.operations === 0 ? '-' : `${shortText(run.latencyMs.p50)} / ${shortText(run.latencyMs.p99)}`;
}

function throughputText(run: RunResult | undefined): string {
  return run === undefined ? '-' : `${countText(run.throughput)}/s`;
}

/** How long an operation took at most when holders were killed, or that nobody got on any more. */
function killsText({ runs: { killed } }: MeasuredRow): string {
  if (killed === undefined) return '-';
  if (killed.killed === 0) return 'nobody was killed';
  const kills = `${killed.killed} ${killed.killed === 1 ? 'kill' : 'kills'}`;
  const breaches = killed.breaches.map(({ kind, times }) => breachWords(kind, times));
  return [kills, ...(breaches.some((words) => words.startsWith('stuck')) ? [] : [lengthText(killed.latencyMs.max)]), ...breaches].join(', ');
}

/** Promises that were broken although their strategies claim to keep them. */
function brokenOf(runs: readonly RunResult[]): readonly string[] {
  const broken = runs.filter(({ kept, asClaimed }) => !kept && !asClaimed).map(({ scenario, strategy, actors, breaches }) => `- ${cellText(`${scenario}/${strategy}, ${actorsText(actors)}: ${breaches.map(({ explanation }) => explanation).join(' ')}`)}`);
  return broken.length === 0 ? [] : [`Broken, unlike their claims:\n\n${broken.join('\n')}`];
}
