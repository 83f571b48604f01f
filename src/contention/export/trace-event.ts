import type { LockName, Span } from '../model.ts';
import { shortCommand } from '../short-command.ts';
import { rangeOfAll, type Exported } from './exported.ts';
import { formatVersion, lockTid, locksPid, producer, type TraceEvent } from './trace-format.ts';

/**
 * A trace that Perfetto and chrome://tracing open, and readTrace(): one track for each lock under "Locks", and
 * one for each lock that a process held or waited for under that process. What lasts ends with the trace, and says so.
 * @param now when it is exported, ms since the epoch
 */
export function traceOf(exported: Exported, now: number = Date.now()): string {
  return [...traceParts(exported, now)].join('');
}

/** The same in parts of bounded length, for a large history that is not to be written in one go. */
export function* traceParts({ spans, locks }: Exported, now: number): Generator<string> {
  const range = rangeOfAll(spans, now);
  const known = new Map(locks.map((lock, place) => [lock.path, { lock, place }]));
  // Viewers read the unit before the events, or not at all.
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify({ producer, formatVersion, exportedAt: now, from: range.from, to: range.to })},"traceEvents":[\n`;
  let before = '';
  for (const part of chunks(eventsOf(spans, known, range.to), 200)) {
    yield `${before}${part.map((event) => JSON.stringify(event)).join(',\n')}`;
    before = ',\n';
  }
  yield '\n]}\n';
}

type Known = ReadonlyMap<string, { readonly lock: LockName; readonly place: number }>;

function* eventsOf(spans: readonly Span[], known: Known, end: number): Generator<TraceEvent> {
  yield { ph: 'M', name: 'process_name', pid: locksPid, tid: locksPid, ts: 0, args: { name: 'Locks' } };
  yield { ph: 'M', name: 'process_sort_index', pid: locksPid, tid: locksPid, ts: 0, args: { sort_index: -1 } };
  for (const { lock, place } of known.values()) yield { ph: 'M', name: 'thread_name', pid: locksPid, tid: lockTid(place), ts: 0, args: { name: lock.path, lock } };
  for (const [pid, command] of commandsOf(spans)) yield { ph: 'M', name: 'process_name', pid, tid: pid, ts: 0, args: { name: shortCommand(command) } };
  for (const span of spans) yield* spanEvents(span, lockTid(known.get(span.lock)?.place ?? known.size), end);
}

function* spanEvents(span: Span, tid: number, end: number): Generator<TraceEvent> {
  const { is, lock, actor, mode, from, to, certainty, blockers } = span;
  const event = { cat: is, id: `0x${span.id.toString(16)}`, name: lock, pid: locksPid, tid };
  const [begins, ends] = [{ ts: from * 1000 }, { ts: (to ?? Math.max(end, from)) * 1000 }];
  yield { ph: 'b', ...event, ...begins, args: { span: span.id, lock, ...actor, mode, certainty, open: to === null, from, to, blockers } };
  yield { ph: 'e', ...event, ...ends };
  if (actor.pid === null) return;
  const own = { ...event, cat: `process ${is}`, name: `${is === 'hold' ? 'holds' : 'waits for'} ${lock}`, pid: actor.pid, tid: actor.pid };
  yield { ph: 'b', ...own, ...begins };
  yield { ph: 'e', ...own, ...ends };
}

/** What each process was called last. */
function commandsOf(spans: readonly Span[]): ReadonlyMap<number, string> {
  const commands = new Map<number, string>();
  for (const { actor: { pid, command } } of spans) if (pid !== null && command !== null) commands.set(pid, command);
  return commands;
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
