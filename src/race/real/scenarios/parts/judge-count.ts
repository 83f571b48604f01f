import type { History } from '../../figures/history.ts';
import type { Verdict } from '../../scenario.ts';

/** Compares what was counted with what is there in the end, where each operation adds one to what it has read. */
export function judgeCount(history: History, total: number): readonly Verdict[] {
  const made = countMade(history);
  if (made === total) return [];
  const pair = firstPair(history);
  const around = pair ?? [];
  if (made < total) return [{ kind: 'counted-twice', times: total - made, explanation: `${count(made, 'increment')} were made, and ${total} are counted.`, around }];
  const [one, other] = around.map((place) => history.get(place, 'actor'));
  const how = pair === null ? '' : ` Actor ${one} and actor ${other} both read ${history.get(pair[0], 'read')} and both wrote ${history.get(pair[0], 'wrote')}, so one of the two increments is lost.`;
  return [{ kind: 'lost-update', times: made - total, explanation: `${count(made, 'increment')} were made, and ${total} are counted.${how}`, around }];
}

/** Those that were written, also by an actor that was killed afterwards. */
function countMade(history: History): number {
  let made = 0;
  for (let place = 0; place < history.length; place++) if (history.ending(place) === 'done' || !Number.isNaN(history.get(place, 'wrote'))) made += 1;
  return made;
}

/** The first two that have written what comes after the same value. */
function firstPair(history: History): readonly [number, number] | null {
  const byValue = new Map<number, number>();
  for (let place = 0; place < history.length; place++) {
    if (Number.isNaN(history.get(place, 'wrote'))) continue;
    const read = history.get(place, 'read');
    const earlier = byValue.get(read);
    if (earlier !== undefined) return [earlier, place];
    byValue.set(read, place);
  }
  return null;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
