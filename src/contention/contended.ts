import { byPid } from './by-key.ts';
import { countBelow, sortedOf } from './intervals.ts';
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
  waits.forEach(({ from, to }, at) => {
    begins[at] = from;
    latestEnds[at] = latest = Math.max(latest, to);
  });
  let begun = 0;
  return ({ from, to }) => {
    begun = countBelow(begins, to, begun);
    return begun > 0 && (latestEnds[begun - 1] ?? from) > from;
  };
}

function following(waits: readonly Stay[]): (hold: Stay) => boolean {
  const endsOf = new Map<number, Float64Array>();
  for (const [pid, own] of byPid(waits)) endsOf.set(pid, sortedOf(own, ({ to }) => to));
  return ({ actor, from }) => {
    const ends = actor.pid === null ? undefined : endsOf.get(actor.pid);
    if (ends === undefined) return false;
    const next = ends[countBelow(ends, from - handOverMs)];
    return next !== undefined && next < from + handOverMs;
  };
}
