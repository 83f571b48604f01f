import { number, record } from '../base/json.ts';
import { isFlags, type SpanColumns } from './span-columns.ts';

/**
 * The columns of a message, once they are seen to fit together and to name only locks and actors that are known.
 * @param known how many locks and actors have been sent, those of this message included
 * @throws SyntaxError
 */
export function readColumns(value: unknown, known: { readonly locks: number; readonly actors: number }): SpanColumns {
  const fields = record(value);
  const columns: SpanColumns = {
    ids: floats(fields['ids']),
    flags: bytes(fields['flags']),
    locks: words(fields['locks']),
    actors: words(fields['actors']),
    from: floats(fields['from']),
    to: floats(fields['to']),
    blockers: words(fields['blockers']),
  };
  const rows = columns.ids.length;
  for (const column of [columns.flags, columns.locks, columns.actors, columns.from, columns.to]) number(column.length === rows ? rows : null);
  below(known.locks, columns.locks);
  below(known.actors, columns.actors);
  checkBlockers(columns.blockers, rows, known.actors);
  for (const flags of columns.flags) number(isFlags(flags) ? flags : null);
  for (const time of columns.from) number(Number.isFinite(time) ? time : null);
  return columns;
}

function checkBlockers(blockers: Uint32Array, rows: number, actors: number): void {
  number(blockers.length % 2 === 0 ? rows : null);
  for (let at = 0; at < blockers.length; at += 2) {
    if ((blockers[at] ?? rows) >= rows || (blockers[at + 1] ?? actors) >= actors) throw new SyntaxError('not a known position');
  }
}

function below(limit: number, positions: Uint32Array): void {
  for (const position of positions) if (position >= limit) throw new SyntaxError('not a known position');
}

function floats(value: unknown): Float64Array {
  if (value instanceof Float64Array) return value;
  throw new SyntaxError('not a column of numbers');
}

function words(value: unknown): Uint32Array {
  if (value instanceof Uint32Array) return value;
  throw new SyntaxError('not a column of positions');
}

function bytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new SyntaxError('not a column of flags');
}
