import { list, number } from '../../../../base/json.ts';
import type { History } from '../../figures/history.ts';
import { actorName } from '../../figures/words.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { overlapping } from '../parts/overlapping.ts';
import { actorOf, countOf } from '../parts/records.ts';

/** Looks whether each job was handled once, or waits still. @param final the jobs that do */
export function judgeJobs(history: History, final: Plain): readonly Verdict[] {
  const waiting = new Set(list(final, number));
  const handled = new Map<number, number[]>();
  const made: number[] = [];
  for (let place = 0; place < history.length; place++) {
    const job = history.get(place, 'read');
    const places = handled.get(job);
    if (places !== undefined) places.push(place);
    else if (!Number.isNaN(job)) handled.set(job, [place]);
    if (!Number.isNaN(history.get(place, 'wrote'))) made.push(place);
  }
  const lost = made.filter((place) => !handled.has(history.get(place, 'wrote')) && !waiting.has(history.get(place, 'wrote')));
  return [...ofDoubled(history, [...handled.values()].filter(({ length }) => length > 1)), ...ofLost(history, lost)];
}

function ofDoubled(history: History, doubled: readonly (readonly number[])[]): readonly Verdict[] {
  const [first] = doubled;
  if (first === undefined) return [];
  const [one, other] = first.map((place) => actorName(history.get(place, 'actor')));
  const whom = one === other ? `actor ${one} handled it twice` : `actor ${one} and actor ${other} both handled it`;
  const times = doubled.reduce((sum, { length }) => sum + length - 1, 0);
  return [{ kind: 'doubled', times, explanation: `${sayJob(history.get(first[0] ?? 0, 'read'))} was made once, and ${whom}.`, around: first }];
}

function ofLost(history: History, lost: readonly number[]): readonly Verdict[] {
  const [first] = lost;
  if (first === undefined) return [];
  return [{ kind: 'lost-update', times: lost.length, explanation: `${sayJob(history.get(first, 'wrote'))} was taken, and whoever took it never handled it; nobody else will.`, around: overlapping(history, first) }];
}

function sayJob(id: number): string {
  return `Job ${countOf(id)} of actor ${actorName(actorOf(id))}`;
}
