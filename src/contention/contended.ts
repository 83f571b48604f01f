import { countBelow } from './intervals.ts';
import type { Stays } from './stays.ts';

/** A hold that begins at most so long after its holder's wait ended was waited for, ms: both ends are seen within 1 ms or so. */
export const handOverMs = 5;

/** How many of the holds somebody was seen waiting for, or follow a wait of their own holder's. */
export function countContended(holds: Stays, waits: Stays): number {
  if (waits.spans.length === 0) return 0;
  const isWaitedFor = overlapping(waits);
  let isFollowing: ((pid: number, from: number) => boolean) | null = null;
  let count = 0;
  for (let at = 0; at < holds.spans.length; at++) {
    const from = holds.times.from[at] ?? 0;
    const pid = holds.spans[at]?.actor.pid ?? null;
    if (isWaitedFor(from, holds.times.to[at] ?? 0)) count += 1;
    else if (pid !== null && (isFollowing ??= following(waits))(pid, from)) count += 1;
  }
  return count;
}

/** Whether anybody waits during a hold for some time. */
function overlapping({ times }: Stays): (from: number, to: number) => boolean {
  const latestEnds = new Float64Array(times.to.length);
  let latest = -Infinity;
  for (let at = 0; at < latestEnds.length; at++) latestEnds[at] = latest = Math.max(latest, times.to[at] ?? 0);
  let begun = 0;
  return (from, to) => {
    begun = countBelow(times.from, to, begun);
    return begun > 0 && (latestEnds[begun - 1] ?? 0) > from;
  };
}

function following({ spans, times }: Stays): (pid: number, from: number) => boolean {
  const ends = new Map<number, number[]>();
  spans.forEach(({ actor: { pid } }, at) => {
    const end = times.to[at] ?? 0;
    const known = pid === null ? [] : ends.get(pid);
    if (known !== undefined) known.push(end);
    else if (pid !== null) ends.set(pid, [end]);
  });
  const sorted = new Map(Array.from(ends, ([pid, each]) => [pid, new Float64Array(each).sort()]));
  return (pid, from) => {
    const own = sorted.get(pid);
    const next = own?.[countBelow(own, from - handOverMs)];
    return next !== undefined && next < from + handOverMs;
  };
}
