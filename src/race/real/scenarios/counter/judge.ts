import type { History } from '../../figures/history.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { Happened } from '../../result.ts';
import type { Plain, Verdict } from '../../scenario.ts';

/** Compares what was written with what stands there at the end. */
export function judgeCounter(history: History, final: Plain): readonly Verdict[] {
  const made = incrementsIn(history);
  const count = typeof final === 'number' ? final : 0;
  const lost = made - count;
  if (lost === 0) return [];
  if (lost < 0) return [{ kind: 'counted-twice', times: -lost, explanation: `The count is ${count}, but only ${made} increments were made.`, around: [] }];
  const pair = firstFromTheSame(history);
  return [{ kind: 'lost-update', times: lost, explanation: pair === null ? `${made} increments were made, and the count is ${count}.` : sayLost(history, pair), around: pair ?? [] }];
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

function sayLost(history: History, pair: readonly [number, number]): string {
  const [one, other] = pair.map((place) => history.at(place)).toSorted((a, b) => readAt(a) - readAt(b));
  if (one === undefined || other === undefined) return '';
  const stood = one.paused > 0 ? `, stood still for ${one.paused.toFixed(0)} ms` : '';
  return `Actor ${actorName(one.actor)} read ${one.read} ${atMs(readAt(one))}${stood} and wrote ${one.wrote}; actor ${actorName(other.actor)} had read ${other.read} too, ${atMs(readAt(other))}, and wrote ${other.wrote}: one of the two increments is lost.`;
}

/** About when it read: right after it was let in, or had asked. */
function readAt({ asked, entered }: Happened): number {
  return entered ?? asked;
}
