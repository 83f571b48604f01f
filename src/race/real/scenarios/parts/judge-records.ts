import type { History } from '../../figures/history.ts';
import { actorName } from '../../figures/words.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { recordLine, surveyFrom, type Survey } from './records.ts';
import { overlapping } from './overlapping.ts';

/** Looks whether each record that an actor was told is written stands in the log once and whole. */
export function judgeRecords(history: History, final: Plain): readonly Verdict[] {
  const survey = surveyFrom(final);
  const counts = new Map<number, number>();
  for (const id of survey.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const missing: number[] = [];
  const doubled: number[] = [];
  for (let place = 0; place < history.length; place++) {
    const id = history.get(place, 'wrote');
    if (Number.isNaN(id) || history.ending(place) !== 'done') continue;
    const count = counts.get(id) ?? 0;
    if (count === 0) missing.push(place);
    if (count > 1) doubled.push(place);
  }
  return [...ofMissing(history, missing, survey), ...ofDoubled(history, doubled)];
}

function ofMissing(history: History, missing: readonly number[], { torn, firstTorn }: Survey): readonly Verdict[] {
  const [first] = missing;
  if (first === undefined) return [];
  const told = `${sayWhose(history, first)} was acknowledged, and no line holds it whole.`;
  const around = overlapping(history, first);
  if (firstTorn === null) return [{ kind: 'lost-update', times: missing.length, explanation: told, around }];
  const mixed = torn === 1 ? 'One line of the log is not as anybody wrote it' : `${torn} lines of the log are not as anybody wrote them`;
  return [{ kind: 'torn', times: missing.length, explanation: `${told} ${mixed}: ${JSON.stringify(firstTorn)}.`, around }];
}

function ofDoubled(history: History, doubled: readonly number[]): readonly Verdict[] {
  const [first] = doubled;
  if (first === undefined) return [];
  return [{ kind: 'doubled', times: doubled.length, explanation: `${sayWhose(history, first)} was written once and stands there more than once.`, around: overlapping(history, first) }];
}

function sayWhose(history: History, place: number): string {
  return `A record of actor ${actorName(history.get(place, 'actor'))} (${JSON.stringify(recordLine(history.get(place, 'wrote')))})`;
}
