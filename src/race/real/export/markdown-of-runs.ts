import { cellText, table } from '../../../base/markdown.ts';
import type { RunResult } from '../result.ts';
import { byCondition, machinesOf, type LikeRuns } from './by-condition.ts';
import { masked } from './masked.ts';
import { breachSentences, numbersFrom, runHead, runRow } from './run-words.ts';

/** Runs as a report for people: a table for each scenario and its conditions, how promises were broken, and on what it was measured. */
export function markdownOfRuns(results: readonly RunResult[]): string {
  const runs = results.map(masked);
  const machines = machinesOf(runs).map((machine) => `Measured on ${cellText(machine)}.`);
  return `${['# Measured runs', ...byCondition(runs).flatMap(sectionOf), ...machines].join('\n\n')}\n`;
}

function sectionOf({ scenario, conditions, runs }: LikeRuns): readonly string[] {
  const broken = runs.flatMap(breachSentences).map((sentence) => `- ${cellText(sentence)}`);
  return [
    `## ${cellText(scenario)}`,
    `${cellText(conditions)}.`,
    table(runHead, runs.map((run) => runRow(run).map(cellText)), numbersFrom),
    ...(broken.length === 0 ? [] : [`How promises were broken:\n\n${broken.join('\n')}`]),
  ];
}
