import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTraceInTurns } from '../../contention/export/read-trace-in-turns.ts';
import { TraceError } from '../../contention/export/trace-error.ts';
import { localize } from '../localize.ts';
import { traceSource, type PageSource } from './source.ts';

/** Larger files are no trace that we wrote, bytes. */
const largest = 256 * 1024 * 1024;

/** An exported trace. @throws Error that says in the user's language why it is none; what reading the file throws */
export async function openTraceFile(file: string): Promise<PageSource> {
  const bytes = await readFile(file);
  if (bytes.length > largest) throw new Error(`${path.basename(file)} is too large for a trace.`);
  try {
    return traceSource(await readTraceInTurns(bytes), path.basename(file), file);
  } catch (error) {
    throw error instanceof TraceError ? new Error(localize(error.text)) : error;
  }
}
