import type { Actor, LockName, Span } from '../model.ts';
import type { Exported } from './exported.ts';

const linesInPart = 200;

/** What a cell holds: a number is written as it is, a text guarded. */
type Cell = string | number | null;

const columns: readonly (readonly [string, (span: Span, lock: LockName | undefined) => Cell])[] = [
  ['id', ({ id }) => id],
  ['what', ({ is }) => is],
  ['lock', ({ lock }) => lock],
  ['resource', (_span, lock) => lock?.resource ?? null],
  ['kind', (_span, lock) => lock?.kind ?? null],
  ['pid', ({ actor }) => actor.pid],
  ['command', ({ actor }) => actor.command],
  ['mode', ({ mode }) => mode],
  ['from', ({ from }) => new Date(from).toISOString()],
  ['to', ({ to }) => (to === null ? null : new Date(to).toISOString())],
  ['from_ms', ({ from }) => from],
  ['to_ms', ({ to }) => to],
  ['duration_ms', ({ from, to }) => (to === null ? null : Math.round((to - from) * 1000) / 1000)],
  ['certainty', ({ certainty }) => certainty],
  ['blockers', ({ blockers }) => blockers.map(named).join('; ')],
];

/**
 * Holds and waits, one a line, as RFC 4180 has it: CRLF, quotes where needed. A text that a spreadsheet would take
 * for a formula begins with an apostrophe, as OWASP advises. What lasts has no end and no duration.
 */
export function csvOf(exported: Exported): string {
  return [...csvParts(exported)].join('');
}

/** The same in parts of bounded length. */
export function* csvParts({ spans, locks }: Exported): Generator<string> {
  const byPath = new Map(locks.map((lock) => [lock.path, lock]));
  yield lineOf(columns.map(([title]) => title));
  for (let at = 0; at < spans.length; at += linesInPart) {
    yield spans.slice(at, at + linesInPart).map((span) => lineOf(columns.map(([, cellOf]) => cell(cellOf(span, byPath.get(span.lock)))))).join('');
  }
}

function lineOf(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function named({ pid, command }: Actor): string {
  return `${command ?? 'unknown'}${pid === null ? '' : ` (${pid})`}`;
}
