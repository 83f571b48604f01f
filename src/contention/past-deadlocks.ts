import { deadlocksIn, type Deadlock } from './deadlock.ts';
import type { Span } from './model.ts';
import { atOnce } from './statistics-steps.ts';
import { waitGraphOf } from './wait-graph.ts';

/** What holds and waits that overlap only because looks are not exact would make of themselves lasts no longer, ms. */
const leastMs = 100;

/** Deadlocks beyond so many are left out. */
const most = 50;

/** So many holds and waits are gone through in one step. */
const candidatesInStep = 1024;

/** A deadlock that was, or is. */
export interface PastDeadlock {
  readonly deadlock: Deadlock;
  /** When the ring closed, ms since the epoch. */
  readonly from: number;
  /** When the first of its waits ended; null while all last. */
  readonly to: number | null;
}

/**
 * The deadlocks that there were, in the order in which they came about. Only holds and waits that last can be
 * part of one that does, so that many short ones cost little.
 * @param now ms since the epoch
 */
export function deadlocksOver(spans: readonly Span[], now: number): readonly PastDeadlock[] {
  return atOnce(deadlocksInSteps(spans, now));
}

/** The same in steps of a few ms each. */
export function* deadlocksInSteps(spans: readonly Span[], now: number): Generator<void, readonly PastDeadlock[]> {
  const found: PastDeadlock[] = [];
  const last = new Map<string, PastDeadlock>();
  for (const at of yield* closingsOf(yield* candidatesOf(spans, now))) {
    yield;
    for (const past of deadlocksAt(at, spans)) {
      const isKnown = endOf(last.get(past.deadlock.id) ?? { to: at }) > at;
      if (isKnown || (past.to ?? now) - at < leastMs) continue;
      last.set(past.deadlock.id, past);
      found.push(past);
    }
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

function deadlocksAt(at: number, spans: readonly Span[]): readonly PastDeadlock[] {
  const lasting = spans.filter((span) => span.from <= at && endOf(span) > at);
  const byId = new Map(lasting.map((span) => [span.id, span]));
  return deadlocksIn(waitGraphOf(lasting.map((span) => ({ ...span, to: null })))).map((deadlock) => {
    const end = Math.min(...deadlock.members.map(({ span }) => endOf(byId.get(span) ?? { to: at })));
    return { deadlock, from: at, to: end === Infinity ? null : end };
  });
}

/** Long holds and long waits of processes that have both, in the order in which they begin. */
function* candidatesOf(spans: readonly Span[], now: number): Generator<void, readonly Span[]> {
  const long = spans.filter(({ from, to, actor }) => actor.pid !== null && (to ?? now) - from >= leastMs);
  yield;
  const pids = (is: Span['is']): ReadonlySet<number | null> => new Set(long.flatMap((span) => (span.is === is ? [span.actor.pid] : [])));
  const [holding, waiting] = [pids('hold'), pids('wait')];
  yield;
  return long.filter(({ actor: { pid } }) => holding.has(pid) && waiting.has(pid)).toSorted((a, b) => a.from - b.from);
}

/** The moments at which a ring from waiter to holder may have closed, with the beginning of a hold or wait. */
function* closingsOf(candidates: readonly Span[]): Generator<void, ReadonlySet<number>> {
  const closings = new Set<number>();
  const holds = new Lasting(({ lock }) => lock);
  const waits = new Lasting(({ actor }) => actor.pid);
  for (const [at, span] of candidates.entries()) {
    if (at % candidatesInStep === 0) yield;
    (span.is === 'hold' ? holds : waits).add(span);
    const next = (pid: number | null): readonly (number | null)[] =>
      waits.at(pid, span.from).flatMap(({ lock }) => holds.at(lock, span.from).map(({ actor }) => actor.pid));
    if (leadsBack(span.actor.pid, next)) closings.add(span.from);
  }
  return closings;
}

function leadsBack(start: number | null, next: (pid: number | null) => readonly (number | null)[]): boolean {
  const reached = new Set(next(start));
  for (const pid of reached) for (const further of next(pid)) reached.add(further);
  return reached.has(start);
}

/** Spans by a key, as long as they last. Moments are asked for in order. */
class Lasting<K> {
  readonly #byKey = new Map<K, readonly Span[]>();
  readonly #keyOf: (span: Span) => K;

  constructor(keyOf: (span: Span) => K) {
    this.#keyOf = keyOf;
  }

  add(span: Span): void {
    const key = this.#keyOf(span);
    this.#byKey.set(key, [...this.at(key, span.from), span]);
  }

  at(key: K, moment: number): readonly Span[] {
    const known = this.#byKey.get(key) ?? [];
    if (known.every((span) => endOf(span) > moment)) return known;
    const lasting = known.filter((span) => endOf(span) > moment);
    this.#byKey.set(key, lasting);
    return lasting;
  }
}

function endOf({ to }: Pick<Span, 'to'>): number {
  return to ?? Infinity;
}
