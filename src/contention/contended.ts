import { byPid } from './by-key.ts';
import { countBelow } from './intervals.ts';
import type { Stay } from './stay.ts';

/** A hold that begins at most so long after its holder's wait ended was waited for, ms: both ends are seen within 1 ms or so. */
export const handOverMs = 5;

/**
 * How many of the holds somebody was seen waiting for, or follow a wait of their own holder's.
 * @param waits in the order in which they begin
 */
export function countContended(holds: readonly Stay[], waits: readonly Stay[]): number {
  if (waits.length === 0) return 0;
  const isWaitedFor = overlapping(waits);
  const isFollowing = following(waits);
  let count = 0;
  for (const hold of holds) if (isWaitedFor(hold) || isFollowing(hold)) count += 1;
  return count;
}

/** Whether anybody waits during a hold for some time. */
function overlapping(waits: readonly Stay[]): (hold: Stay) => boolean {
  const begins = new Float64Array(waits.length);
  const latestEnds = new Float64Array(waits.length);
  let latest = -Infinity;
  for (const [at, { from, to }] of waits.entries()) {
    begins[at] = from;
    latestEnds[at] = latest = Math.max(latest, to);
  }
  let begun = 0;
  return ({ from, to }) => {
    begun = countBelow(begins, to, begun);
    return begun > 0 && (latestEnds[begun - 1] ?? from) > from;
  };
}

function following(waits: readonly Stay[]): (hold: Stay) => boolean {
  const endsOf = new Map<number, readonly number[]>();
  for (const [pid, own] of byPid(waits.filter(({ span }) => span.to !== null))) endsOf.set(pid, own.map(({ to }) => to).sort((a, b) => a - b));
  return ({ span, from }) => {
    const ends = span.actor.pid === null ? undefined : endsOf.get(span.actor.pid);
    return ends !== undefined && countBelow(ends, from - handOverMs) < countBelow(ends, from + handOverMs);
  };
}
