import { csvLine } from '../../../base/csv.ts';
import type { RunResult } from '../result.ts';
import { masked } from './masked.ts';
import { runColumns } from './run-columns.ts';

/** Runs as a table for spreadsheets, one a line, under a line with the columns' names; see runColumns and csvLine. */
export function csvOfRuns(runs: readonly RunResult[]): string {
  const rows = runs.map(masked).map((run) => csvLine(runColumns.map(([, of]) => of(run))));
  return [csvLine(runColumns.map(([name]) => name)), ...rows].join('');
}
