import { csvLine, type Cell } from '../../base/csv.ts';
import type { Actor, LockName, Span } from '../model.ts';
import type { Exported } from './exported.ts';

const linesInPart = 200;

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

/** Holds and waits, one a line; see csvLine. What lasts has no end and no duration. */
export function csvOf(exported: Exported): string {
  return [...csvParts(exported)].join('');
}

/** The same in parts of bounded length. */
export function* csvParts({ spans, locks }: Exported): Generator<string> {
  const byPath = new Map(locks.map((lock) => [lock.path, lock]));
  yield csvLine(columns.map(([title]) => title));
  for (let at = 0; at < spans.length; at += linesInPart) {
    yield spans.slice(at, at + linesInPart).map((span) => csvLine(columns.map(([, cellOf]) => cellOf(span, byPath.get(span.lock))))).join('');
  }
}

function named({ pid, command }: Actor): string {
  return `${command ?? 'unknown'}${pid === null ? '' : ` (${pid})`}`;
}
