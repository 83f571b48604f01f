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
  const range = readHead(trace);
  const events = shaped(text('The events of this trace are damaged.'), () => list(trace['traceEvents'], (event) => event));
  if (events.length > mostEvents) throw tooMany(events.length);
  const reader = new EventReader();
  for (const event of events) reader.take(event);
  return { range, ...reader.all() };
}

/** What a trace spans. @throws TraceError when it is none of ours */
export function readHead(trace: Fields): Range {
  const from = shaped(text('This trace was not exported by Lockscope. Only its own traces can be opened.'), () => record(trace['otherData']));
  if (from['producer'] !== producer) throw new TraceError(text('This trace was not exported by Lockscope. Only its own traces can be opened.'));
  if (from['formatVersion'] !== formatVersion) throw new TraceError(text('This trace was exported by another version of Lockscope, in a form that this one does not know.'));
  return shaped(text('The range of this trace is damaged.'), () => readRange(from));
}

/** What is wrong with a trace of more than mostEvents. */
export function tooMany(count: number): TraceError {
  return new TraceError(text('This trace has {count} events; up to {most} can be opened.', { count, most: mostEvents }));
}

function readRange({ from, to }: Fields): Range {
  const range = { from: finite(from), to: finite(to) };
  if (range.to < range.from) throw new SyntaxError('not a range');
  return range;
}

/** Takes events one after the other. */
export class EventReader {
  readonly #locks = new Map<string, LockName>();
  readonly #spans = new Map<string, Span>();
  /** Of the spans. */
  readonly #lockPaths = new Set<string>();
  #taken = 0;
  #ends = 0;

  /** @throws TraceError when it is damaged */
  take(value: unknown): void {
    this.#taken += 1;
    shaped(text('Event {number} of this trace is damaged.', { number: this.#taken }), () => {
      const event = record(value);
      // What is told of processes is told of locks as well.
      if (event['pid'] !== locksPid) return;
      if (event['ph'] === 'e' && this.#spans.has(keyOf(event))) this.#ends += 1;
      else if (event['ph'] === 'b') this.#add(keyOf(event), readSpan(event));
      else if (event['name'] === 'thread_name') readLock(event, this.#locks);
    });
  }

  /** @throws TraceError when something is missing */
  all(): Exported {
    const spans = [...this.#spans.values()];
    if (this.#ends !== spans.length) throw new TraceError(text('This trace is not whole: {count} of its holds and waits have no end.', { count: spans.length - this.#ends }));
    const unnamed = [...this.#lockPaths].find((lock) => !this.#locks.has(lock));
    if (unnamed !== undefined) throw new TraceError(text('This trace is not whole: it does not tell what {lock} is.', { lock: unnamed }));
    return { locks: [...this.#locks.values()], spans: spans.sort((a, b) => a.id - b.id) };
  }

  #add(key: string, span: Span): void {
    if (this.#spans.has(key)) throw new SyntaxError('not one span for each id');
    this.#spans.set(key, span);
    this.#lockPaths.add(span.lock);
  }
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

/** What `read` makes of it. @throws TraceError with that sentence when it is not of that form */
function shaped<T>(sentence: Text, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) throw new TraceError(sentence, new Error(messageOf(error)));
    throw error;
  }
}
