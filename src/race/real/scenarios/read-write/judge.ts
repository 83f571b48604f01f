import type { History } from '../../figures/history.ts';
import { tooManyInside } from '../../figures/inside.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { judgePair } from '../parts/pair.ts';

/** Looks whether somebody was inside with a writer, and whether a write is lost. */
export function judgeSharing(history: History, final: Plain): readonly Verdict[] {
  return [...notAlone(history), ...judgePair(history, final)];
}

function notAlone(history: History): readonly Verdict[] {
  const writes = (place: number): boolean => !Number.isNaN(history.get(place, 'wrote'));
  const met = tooManyInside(history, 1).flatMap(({ place, others }) => {
    const other = others.find((each) => writes(place) || writes(each));
    return other === undefined ? [] : [{ place, other }];
  });
  const [first] = met;
  if (first === undefined) return [];
  const say = (place: number): string => `actor ${actorName(history.get(place, 'actor'))}, who ${writes(place) ? 'wrote' : 'read'}`;
  const explanation = `Inside together ${atMs(history.get(first.place, 'entered'))} were ${say(first.other)}, and ${say(first.place)}.`;
  return [{ kind: 'two-inside', times: met.length, explanation, around: [first.other, first.place] }];
}
