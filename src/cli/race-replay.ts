import { readSchedule } from '../race/model/schedule.ts';
import { ScenarioError } from '../race/model/scenario-error.ts';
import type { Trace, TraceStep } from '../race/model/trace.ts';
import { fileNamed, withLab } from './race-lab.ts';
import { exitCodes, print, printable, readWords, UsageError } from './terminal.ts';

/** `lockscope race replay SCHEDULE [FILE] [--json]`: a run, step by step. @throws UsageError when the scenario has changed since */
export async function replayVerb(words: readonly string[]): Promise<number> {
  const { operands, flags } = readWords(words, ['json']);
  const [schedule, file, ...rest] = operands;
  if (schedule === undefined || rest.length > 0) throw new UsageError('Usage: lockscope race replay SCHEDULE [FILE] [--json]');
  const trace = await traceOf(schedule, file === undefined ? null : fileNamed(file));
  if (flags.json) print(JSON.stringify(trace, null, 2));
  else for (const line of linesOf(trace)) print(line);
  return exitCodes.done;
}

async function traceOf(schedule: string, file: string | null): Promise<Trace> {
  try {
    const { scenario, variant } = readSchedule(schedule);
    return await withLab((lab) => lab.trace({ file, scenario, variant }, schedule));
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function linesOf(trace: Trace): readonly string[] {
  const head = ['', 'actor', 'step', 'what changes'];
  const rows = [head, ...trace.steps.map((step, at) => [String(at + 1), step.actor ?? '', whatOf(step), changesOf(step)])];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd());
  const marked = trace.loopFrom === null ? table : table.toSpliced(trace.loopFrom + 1, 0, 'From here on it repeats for ever:');
  return [`${trace.scenario}/${trace.variant}`, '', ...marked, '', endOf(trace)];
}

function whatOf({ label }: TraceStep): string {
  return printable(label);
}

function changesOf({ changes }: TraceStep): string {
  return printable(changes.map(({ object, before, after }) => `${object}: ${before} → ${after}`).join('; '));
}

function endOf({ problem, isOver }: Trace): string {
  if (problem !== null) return printable(problem.explanation);
  return isOver ? 'The promise holds in this run.' : 'The promise holds so far; the run can go on.';
}
