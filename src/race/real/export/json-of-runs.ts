import type { RunResult } from '../result.ts';
import { masked } from './masked.ts';

/** Runs as an array of what RunResult describes, the servers that the user gave left out. */
export function jsonOfRuns(runs: readonly RunResult[]): string {
  return `${JSON.stringify(runs.map(masked), null, 2)}\n`;
}

/** One run as that object itself. */
export function jsonOfRun(run: RunResult): string {
  return `${JSON.stringify(masked(run), null, 2)}\n`;
}
