import { lengthText } from '../base/length-text.ts';
import type { CatalogRealScenario } from '../race/real/catalog.ts';
import { byCondition, machinesOf } from '../race/real/export/by-condition.ts';
import { csvOfRuns } from '../race/real/export/csv-of-runs.ts';
import { jsonOfRun, jsonOfRuns } from '../race/real/export/json-of-runs.ts';
import { markdownOfRuns } from '../race/real/export/markdown-of-runs.ts';
import { masked } from '../race/real/export/masked.ts';
import { actorsText, breachSentences, conditionWords, countText, numbersFrom, runHead, runRow, shortText } from '../race/real/export/run-words.ts';
import type { Quantiles, RunResult } from '../race/real/result.ts';
import { inColumns } from './columns.ts';
import type { Output } from './race-run-words.ts';
import { paint, printable } from './terminal.ts';

/** Results in the form that was asked for. @param isOne whether one run was asked for, rather than one of several measured */
export function reportOf(runs: readonly RunResult[], output: Output, isOne: boolean, scenario: CatalogRealScenario): string {
  const [first] = runs;
  switch (output) {
    case 'json': return isOne ? (first === undefined ? '' : jsonOfRun(first)) : jsonOfRuns(runs);
    case 'csv': return csvOfRuns(runs);
    case 'markdown': return markdownOfRuns(runs);
    case 'text': return first === undefined ? '' : `${textOf(runs.map(masked), isOne, scenario).map(printable).map(painted).join('\n')}\n`;
  }
}

function textOf(runs: readonly RunResult[], isOne: boolean, { title, promise }: CatalogRealScenario): readonly string[] {
  const machines = machinesOf(runs).map((machine) => `Measured on ${machine}.`);
  const figures = isOne ? runs.flatMap(figuresOf) : byCondition(runs).flatMap(({ conditions, runs: like }) => [`${conditions}.`, '', ...inColumns([runHead, ...like.map(runRow)], numbersFrom), ...breachesOf(like)]);
  return [`${title}. ${promise}`, ...(isOne ? [] : ['']), ...figures, '', ...machines];
}

function breachesOf(runs: readonly RunResult[]): readonly string[] {
  const sentences = runs.flatMap(breachSentences);
  return sentences.length === 0 ? [] : ['', ...sentences];
}

/** One run for itself: a sentence, and its figures below each other. */
function figuresOf(run: RunResult): readonly string[] {
  const { operations, elapsedMs, throughput, latencyMs, waitMs, fairness, cpuMs, serverCpuMs, request } = run;
  const rows = [
    ['operations', `${countText(operations)} in ${lengthText(elapsedMs)}, ${countText(throughput)} a second`],
    ...(operations === 0 ? [] : [['from asking until done', quantilesText(latencyMs)], ['from asking until let in', quantilesText(waitMs)]]),
    ['fairness', `${fairness.toFixed(2)} (1: all did as many; ${(1 / run.actors).toFixed(2)}: one did all)`],
    ...countsOf(run),
    ...(operations === 0 ? [] : [['processor', `${shortText(cpuMs / operations)} an operation${serverCpuMs === null ? '' : `, and ${shortText(serverCpuMs / operations)} of the servers`}`]]),
  ];
  return [`${conditionWords(request)}.`, '', verdictOf(run), ...breachesOf([run]), '', ...inColumns(rows, 2)];
}

function countsOf({ retries, deadlocks, refused, gaveUp, killed, paused }: RunResult): readonly (readonly string[])[] {
  const counts = { 'further tries': retries, deadlocks, 'refused for their token': refused, 'given up': gaveUp, 'actors killed': killed, 'actors paused': paused };
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [[name, countText(count)]]));
}

function quantilesText({ p50, p95, p99, max }: Quantiles): string {
  return `p50 ${shortText(p50)}, p95 ${shortText(p95)}, p99 ${shortText(p99)}, max ${shortText(max)}`;
}

const [green, red, yellow] = [32, 31, 33];

function verdictOf({ strategy, actors, kept, asClaimed, operations }: RunResult): string {
  const expected = asClaimed ? 'as expected of it' : 'which was not expected of it';
  const none = operations === 0 ? ' Nothing was done, so that there was nothing to break.' : '';
  return `${strategy}, ${actorsText(actors)}: the promise was ${kept ? 'kept' : 'broken'}, ${expected}.${none}`;
}

/** What was kept and what was broken stands out where colours are wanted. */
function painted(line: string): string {
  return line.replace(/\b(?:kept|broken)(?:, (?:un)?expectedly|, as expected)?/, (words) => paint(words.endsWith('unexpectedly') ? yellow : words.startsWith('kept') ? green : red, words));
}
