import { countBelow, Overlaps } from './intervals.ts';
import type { Stay } from './stay.ts';

/** A hold that begins at most so long after its holder's wait ended was waited for, ms: both ends are seen within 1 ms or so. */
const handOverMs = 5;

/** How many of the holds somebody was seen waiting for, or follow a wait of their own holder's. */
export function countContended(holds: readonly Stay[], waits: readonly Stay[]): number {
  if (waits.length === 0) return 0;
  const overlaps = new Overlaps(waits);
  const ends = endsByPid(waits);
  return holds.filter((hold) => overlaps.any(hold) || followsOwnWait(hold, ends)).length;
}

function endsByPid(waits: readonly Stay[]): ReadonlyMap<number, readonly number[]> {
  const ends = new Map<number, number[]>();
  for (const { span, to } of waits) {
    if (span.actor.pid === null || span.to === null) continue;
    const known = ends.get(span.actor.pid);
    if (known === undefined) ends.set(span.actor.pid, [to]);
    else known.push(to);
  }
  for (const each of ends.values()) each.sort((a, b) => a - b);
  return ends;
}

function followsOwnWait({ span, from }: Stay, endsOf: ReadonlyMap<number, readonly number[]>): boolean {
  const ends = span.actor.pid === null ? undefined : endsOf.get(span.actor.pid);
  return ends !== undefined && countBelow(ends, from - handOverMs) < countBelow(ends, from + handOverMs);
}
