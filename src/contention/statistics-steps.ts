/** The long parts of the statistics, cut by time: each step looks only at what lies near it. */
import { blockingOf, type Blocking, type NameOf } from './blocking.ts';
import { countContended, handOverMs } from './contended.ts';
import { within, type Stays } from './stays.ts';

/** So many holds or waits are gone through in one step: a few ms. */
export const stepStays = 1024;

/** Goes through steps in one go, for those who need not share their thread. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** @see countContended */
export function* contendedInSteps(holds: Stays, waits: Stays): Generator<void, number> {
  let count = 0;
  for (const some of cut(holds)) {
    count += countContended(some, near(some, waits));
    if (some !== holds) yield;
  }
  return count;
}

/** The longest first. @see blockingOf */
export function* blockingInSteps(holds: Stays, waits: Stays, nameOf: NameOf): Generator<void, readonly Blocking[]> {
  const sums = new Map<string, Blocking>();
  for (const some of cut(waits)) {
    const blocking = blockingOf(some === waits ? holds : near(some, holds), some, nameOf);
    if (some === waits) return blocking;
    for (const each of blocking) {
      const key = `${each.blocker}\0${each.waiter}`;
      const sum = sums.get(key);
      sums.set(key, sum === undefined ? each : { ...each, count: sum.count + each.count, totalMs: sum.totalMs + each.totalMs });
    }
    yield;
  }
  return [...sums.values()].sort((a, b) => b.totalMs - a.totalMs || b.count - a.count);
}

/** The same, where they are few. */
function* cut(stays: Stays): Generator<Stays> {
  const { spans, times } = stays;
  if (spans.length <= stepStays) return yield stays;
  for (let at = 0; at < spans.length; at += stepStays) {
    const end = at + stepStays;
    yield { spans: spans.slice(at, end), times: { from: times.from.subarray(at, end), to: times.to.subarray(at, end) } };
  }
}

/** Those of the others that overlap any of these, or pass on to one of them. */
function near({ times }: Stays, others: Stays): Stays {
  let latest = -Infinity;
  for (const end of times.to) latest = Math.max(latest, end);
  return within(others, { from: (times.from[0] ?? 0) - handOverMs, to: latest + handOverMs });
}
