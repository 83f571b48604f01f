import type { History } from '../../figures/history.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { Plain, Verdict } from '../../scenario.ts';

/** Compares what was written with what stands there at the end. */
export function judgeCounter(history: History, final: Plain): readonly Verdict[] {
  const made = incrementsIn(history);
  const lost = made - (typeof final === 'number' ? final : 0);
  if (lost === 0) return [];
  if (lost < 0) return [{ kind: 'counted-twice', times: -lost, explanation: `The count is ${final}, but only ${made} increments were made.`, around: [] }];
  const pair = firstFromTheSame(history);
  return [{ kind: 'lost-update', times: lost, explanation: pair === null ? `${made} increments were made, and the count is ${final}.` : sayLost(history, pair), around: pair ?? [] }];
}

function incrementsIn(history: History): number {
  let made = 0;
  for (let place = 0; place < history.length; place++) if (!Number.isNaN(history.get(place, 'wrote')) && history.ending(place) !== 'refused') made += 1;
  return made;
}

/** The first two that wrote what they had made of the same count. */
function firstFromTheSame(history: History): readonly [number, number] | null {
  const readers = new Map<number, number>();
  for (let place = 0; place < history.length; place++) {
    if (Number.isNaN(history.get(place, 'wrote'))) continue;
    const read = history.get(place, 'read');
    const other = readers.get(read);
    if (other !== undefined) return [other, place];
    readers.set(read, place);
  }
  return null;
}

function sayLost(history: History, [one, other]: readonly [number, number]): string {
  const a = history.at(one);
  const b = history.at(other);
  return `Actor ${actorName(a.actor)} and actor ${actorName(b.actor)} both read ${a.read} (asking ${atMs(a.asked)} and ${atMs(b.asked)}), and both wrote ${a.wrote}: one of the two increments is lost.`;
}
