import type { Actor, Certainty, LockName, Mode, Span } from '../contention/model.ts';

/**
 * Spans as columns: a hundred thousand of them cross from the host to a page as a few arrays of numbers
 * instead of a hundred thousand objects.
 */
export interface SpanColumns {
  readonly ids: Float64Array;
  /** Kind, mode and certainty; see flagsOf. */
  readonly flags: Uint8Array;
  /** Position among all locks sent so far. */
  readonly locks: Uint32Array;
  /** Position among all actors sent so far. */
  readonly actors: Uint32Array;
  /** ms since the epoch. */
  readonly from: Float64Array;
  /** ms since the epoch; NaN while it lasts. */
  readonly to: Float64Array;
  /** Pairs: row in these columns, position of an actor that blocks it. */
  readonly blockers: Uint32Array;
}

const certainties: readonly Certainty[] = ['seen', 'sampled', 'glimpsed'];
const waitFlag = 4;
const sharedFlag = 8;

/** Kind, mode and certainty in one number below 16. */
export function flagsOf({ is, mode, certainty }: Pick<Span, 'is' | 'mode' | 'certainty'>): number {
  return (is === 'wait' ? waitFlag : 0) + (mode === 'shared' ? sharedFlag : 0) + certainties.indexOf(certainty);
}

/** @see flagsOf */
export function readFlags(flags: number): { readonly is: 'hold' | 'wait'; readonly mode: Mode; readonly certainty: Certainty } {
  return { is: isWait(flags) ? 'wait' : 'hold', mode: flags & sharedFlag ? 'shared' : 'exclusive', certainty: certainties[flags & 3] ?? 'sampled' };
}

/** Whether a number is one that flagsOf gives. */
export function isFlags(value: number): boolean {
  return value < 16 && (value & 3) < certainties.length;
}

/** Whether flags are those of a wait. @see flagsOf */
export function isWait(flags: number): boolean {
  return (flags & waitFlag) !== 0;
}

/** Turns spans into columns; each lock and actor goes over once. One for each page. */
export class SpanEncoder {
  readonly #lockOf: (path: string) => LockName | undefined;
  readonly #locks = new Map<string, number>();
  readonly #actors = new Map<string, number>();

  /** @param lockOf what the history knows of the lock at a path */
  constructor(lockOf: (path: string) => LockName | undefined) {
    this.#lockOf = lockOf;
  }

  /** How many locks and actors went over. */
  get size(): number {
    return this.#locks.size + this.#actors.size;
  }

  /** The columns of these spans, with the locks and actors that are new. */
  encode(spans: readonly Span[]): { readonly locks: readonly LockName[]; readonly actors: readonly Actor[]; readonly columns: SpanColumns } {
    const locks: LockName[] = [];
    const actors: Actor[] = [];
    const columns = emptyColumns(spans.length);
    const blockers: number[] = [];
    spans.forEach((span, row) => {
      columns.ids[row] = span.id;
      columns.flags[row] = flagsOf(span);
      columns.locks[row] = this.#lock(span.lock, locks);
      columns.actors[row] = this.#actor(span.actor, actors);
      columns.from[row] = span.from;
      columns.to[row] = span.to ?? Number.NaN;
      for (const blocker of span.blockers) blockers.push(row, this.#actor(blocker, actors));
    });
    return { locks, actors, columns: { ...columns, blockers: Uint32Array.from(blockers) } };
  }

  #lock(path: string, fresh: LockName[]): number {
    return positionIn(this.#locks, path, () => fresh.push(this.#lockOf(path) ?? { path, resource: path, kind: '', title: '' }));
  }

  #actor(actor: Actor, fresh: Actor[]): number {
    return positionIn(this.#actors, `${actor.pid}\0${actor.startMark}\0${actor.command}`, () => fresh.push(actor));
  }
}

function positionIn(known: Map<string, number>, key: string, add: () => void): number {
  const position = known.get(key);
  if (position !== undefined) return position;
  known.set(key, known.size);
  add();
  return known.size - 1;
}

function emptyColumns(rows: number): SpanColumns {
  return {
    ids: new Float64Array(rows),
    flags: new Uint8Array(rows),
    locks: new Uint32Array(rows),
    actors: new Uint32Array(rows),
    from: new Float64Array(rows),
    to: new Float64Array(rows),
    blockers: new Uint32Array(0),
  };
}
