/** Reads what the model is made of back from JSON of unknown origin. All throw a SyntaxError when it is none. */
import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import { mostBlockers } from './merge.ts';
import type { Actor, LockName, Span } from './model.ts';

/** A longer path, command or title is none, in characters. */
export const longestText = 4096;

export function readLockName(value: unknown): LockName {
  const { path, resource, kind, title } = record(value);
  return { path: short(path), resource: short(resource), kind: short(kind), title: short(title) };
}

export function readActor(value: unknown): Actor {
  const { pid, startMark, command } = record(value);
  return { pid: orNull(pid, finite), startMark: orNull(startMark, short), command: orNull(command, short) };
}

export function readActors(value: unknown, read: (value: unknown) => Actor = readActor): readonly Actor[] {
  return list(value, (actor) => actor).slice(0, mostBlockers).map((actor) => read(actor));
}

export function readKind(value: unknown): Span['is'] {
  return oneOf(['hold', 'wait'], value);
}

export function readMode(value: unknown): Span['mode'] {
  return oneOf(['exclusive', 'shared'], value);
}

export function readCertainty(value: unknown): Span['certainty'] {
  return oneOf(['seen', 'sampled', 'glimpsed'], value);
}

/** From a beginning to an end that does not lie before it; null for an end that had not come. */
export function readTimes(from: unknown, to: unknown): Pick<Span, 'from' | 'to'> {
  const times = { from: finite(from), to: orNull(to, finite) };
  if (times.to !== null && times.to < times.from) throw new SyntaxError('not a span of time');
  return times;
}

/** A number that counts something. */
export function finite(value: unknown): number {
  const known = number(value);
  if (!Number.isFinite(known)) throw new SyntaxError('not a finite number');
  return known;
}

export function short(value: unknown): string {
  const known = string(value);
  if (known.length > longestText) throw new SyntaxError('not a short string');
  return known;
}
