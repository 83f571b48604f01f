import { list, number, record, string, type Fields } from '../../base/json.ts';
import { messageOf } from '../../base/errors.ts';
import { text, type Text } from '../../base/text.ts';
import type { LockName, Span } from '../model.ts';
import { finite, readActor, readActors, readCertainty, readKind, readLockName, readMode, readTimes, short } from '../read-model.ts';
import type { Range } from '../statistics.ts';
import type { Exported } from './exported.ts';
import { TraceError } from './trace-error.ts';
import { formatVersion, locksPid, mostEvents, producer } from './trace-format.ts';

/** What a trace holds: the same spans and locks that were exported. */
export interface Trace extends Exported {
  /** What it spans; spans that lasted did so at its end. */
  readonly range: Range;
}

/**
 * Reads a trace that traceOf() wrote, from whomever it comes.
 * @throws TraceError when it is another one, or not whole
 */
export function readTrace(json: string): Trace {
  const trace = shaped(text('This is no trace: a trace is a JSON object with "traceEvents".'), () => record(JSON.parse(json)));
  const from = shaped(text('This trace was not exported by Lockscope. Only its own traces can be opened.'), () => record(trace['otherData']));
  if (from['producer'] !== producer) throw new TraceError(text('This trace was not exported by Lockscope. Only its own traces can be opened.'));
  if (from['formatVersion'] !== formatVersion) throw new TraceError(text('This trace was exported by another version of Lockscope, in a form that this one does not know.'));
  const range = shaped(text('The range of this trace is damaged.'), () => readRange(from));
  const events = shaped(text('The events of this trace are damaged.'), () => list(trace['traceEvents'], (event) => event));
  if (events.length > mostEvents) throw new TraceError(text('This trace has {count} events; up to {most} can be opened.', { count: events.length, most: mostEvents }));
  return { range, ...readEvents(events) };
}

function readRange({ from, to }: Fields): Range {
  const range = { from: finite(from), to: finite(to) };
  if (range.to < range.from) throw new SyntaxError('not a range');
  return range;
}

function readEvents(events: readonly unknown[]): Exported {
  const locks = new Map<string, LockName>();
  const spans = new Map<string, Span>();
  let ends = 0;
  for (const [at, value] of events.entries()) {
    shaped(text('Event {number} of this trace is damaged.', { number: at + 1 }), () => {
      const event = record(value);
      // What is told of processes is told of locks as well.
      if (event['pid'] !== locksPid) return;
      if (event['ph'] === 'e' && spans.has(keyOf(event))) ends += 1;
      else if (event['ph'] === 'b') addNew(spans, keyOf(event), readSpan(event));
      else if (event['name'] === 'thread_name') readLock(event, locks);
    });
  }
  if (ends !== spans.size) throw new TraceError(text('This trace is not whole: {count} of its holds and waits have no end.', { count: spans.size - ends }));
  const unnamed = [...spans.values()].find(({ lock }) => !locks.has(lock));
  if (unnamed !== undefined) throw new TraceError(text('This trace is not whole: it does not tell what {lock} is.', { lock: unnamed.lock }));
  return { locks: [...locks.values()], spans: [...spans.values()].sort((a, b) => a.id - b.id) };
}

function keyOf(event: Fields): string {
  return `${short(event['cat'])} ${short(event['id'])}`;
}

function readLock(event: Fields, locks: Map<string, LockName>): void {
  const lock = readLockName(record(event['args'])['lock']);
  locks.set(lock.path, lock);
}

function readSpan(event: Fields): Span {
  const args = record(event['args']);
  number(event['ts']);
  return {
    id: finite(args['span']),
    is: readKind(event['cat']),
    lock: short(string(args['lock'])),
    actor: readActor(args),
    mode: readMode(args['mode']),
    ...readTimes(args['from'], args['to']),
    certainty: readCertainty(args['certainty']),
    blockers: readActors(args['blockers']),
  };
}

function addNew(spans: Map<string, Span>, key: string, span: Span): void {
  if (spans.has(key)) throw new SyntaxError('not one span for each id');
  spans.set(key, span);
}

/** What `read` makes of it. @throws TraceError with that sentence when it is not of that form */
function shaped<T>(sentence: Text, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) throw new TraceError(sentence, new Error(messageOf(error)));
    throw error;
  }
}
