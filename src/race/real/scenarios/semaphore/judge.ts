import type { History } from '../../figures/history.ts';
import { tooManyInside } from '../../figures/inside.ts';
import { actorName, atMs } from '../../figures/words.ts';
import type { Verdict } from '../../scenario.ts';

/** Looks whether more were inside at once than may be. @param permits so many may */
export function judgePermits(history: History, permits: number): readonly Verdict[] {
  const crowds = tooManyInside(history, permits);
  const [first] = crowds;
  if (first === undefined) return [];
  const { actor, entered } = history.at(first.place);
  const others = first.others.map((place) => actorName(history.get(place, 'actor')));
  const explanation = `Actor ${actorName(actor)} got in ${atMs(entered ?? 0)} while ${others.slice(0, -1).join(', ')} and ${others.at(-1)} were inside: ${others.length + 1} at once, where ${permits} may be.`;
  return [{ kind: 'two-inside', times: crowds.length, explanation, around: [...first.others, first.place].toSorted((a, b) => a - b) }];
}
