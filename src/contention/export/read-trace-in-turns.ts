import { parsed, record, type Fields } from '../../base/json.ts';
import { stepsInTurns } from './in-turns.ts';
import { EventReader, readHead, readTrace, tooMany, type Trace } from './read-trace.ts';
import { mostEvents } from './trace-format.ts';
import { headOf, linesAfter } from './trace-lines.ts';

/** So many are read in a millisecond or so. */
const eventsInStep = 128;

/**
 * Reads a trace as readTrace() does, with turns for others in between. What somebody has laid out anew is read in
 * one go: only in our own form is each event a line.
 * @param file UTF-8
 * @throws TraceError when it is another one, or not whole
 */
export async function readTraceInTurns(file: Buffer): Promise<Trace> {
  const head = headOf(file);
  return (head === null ? null : await stepsInTurns(readLines(file, head))) ?? readTrace(file.toString('utf8'));
}

/** null where a line is not just an event. */
function* readLines(file: Buffer, head: { readonly trace: Fields; readonly end: number }): Generator<void, Trace | null> {
  const range = readHead(head.trace);
  const reader = new EventReader();
  let count = 0;
  for (const line of linesAfter(file, head.end)) {
    const event = parsed(line, record);
    if (event === null) return null;
    if (++count > mostEvents) throw tooMany(count);
    reader.take(event);
    if (count % eventsInStep === 0) yield;
  }
  yield;
  return { range, ...reader.all() };
}
