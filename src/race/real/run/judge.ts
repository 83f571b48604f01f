import type { History } from '../figures/history.ts';
import { tooManyInside, type Crowd } from '../figures/inside.ts';
import { actorName, atMs } from '../figures/words.ts';
import type { RunRequest } from '../request.ts';
import type { BreachKind } from '../result.ts';
import type { Plain, RealScenario, Strategy, Verdict } from '../scenario.ts';

/** What an actor said that it saw. */
export interface Sight {
  readonly actor: number;
  readonly breach: BreachKind;
  readonly explanation: string;
}

/** All the ways in which the promise was broken in a run. @param elapsedMs how long it went on, ms */
export function judge(scenario: RealScenario, strategy: Strategy, request: RunRequest, history: History, final: Plain, sights: readonly Sight[], elapsedMs: number): readonly Verdict[] {
  return [
    ...scenario.judge(history, final, request),
    ...(strategy.excludes ? twoInside(history) : []),
    ...seen(sights),
    ...stuck(history, elapsedMs, request),
  ];
}

function twoInside(history: History): readonly Verdict[] {
  const crowds = tooManyInside(history, 1);
  const [first] = crowds;
  if (first === undefined) return [];
  return [{ kind: 'two-inside', times: crowds.length, explanation: sayCrowd(history, first), around: [...first.others, first.place] }];
}

function sayCrowd(history: History, { place, others }: Crowd): string {
  const late = history.at(place);
  const early = history.at(others[0] ?? place);
  const until = early.left === null ? 'never left' : `left ${atMs(early.left)}`;
  const stood = early.paused > 0 ? `, having stood still for ${early.paused.toFixed(0)} ms` : '';
  return `Actor ${actorName(late.actor)} got in ${atMs(late.entered ?? late.asked)} while actor ${actorName(early.actor)} was inside: that one got in ${atMs(early.entered ?? early.asked)} and ${until}${stood}.`;
}

function seen(sights: readonly Sight[]): readonly Verdict[] {
  const kinds = [...new Set(sights.map(({ breach }) => breach))];
  return kinds.map((kind) => {
    const all = sights.filter(({ breach }) => breach === kind);
    const [first] = all;
    return { kind, times: all.length, explanation: first === undefined ? '' : `Actor ${actorName(first.actor)}: ${first.explanation}`, around: [] };
  });
}

/** Of runs that are shorter it is not said that nobody gets on any more, ms. */
const leastStillMs = 1000;

/** Nobody got on for the second half of the run and more, nor was anybody turned away. */
function stuck(history: History, elapsedMs: number, { actors, length }: RunRequest): readonly Verdict[] {
  // What comes after its time is the end of whoever is late: a busy machine takes long to start the one that is to replace a killed one.
  const until = length.is === 'seconds' ? Math.min(elapsedMs, length.seconds * 1000) : elapsedMs;
  let last = 0;
  let place = -1;
  for (let each = 0; each < history.length; each++) {
    if (history.ending(each) === 'died' || history.get(each, 'ended') < last) continue;
    last = history.get(each, 'ended');
    place = each;
  }
  if (until - last < Math.max(leastStillMs, until / 2)) return [];
  const whoWaits = actors === 1 ? 'the actor waited' : `all ${actors} actors waited`;
  return [{ kind: 'stuck', times: 1, explanation: `From ${last.toFixed(0)} ms on nobody got on any more: ${whoWaits} until the run was ended after ${elapsedMs.toFixed(0)} ms.`, around: place === -1 ? [] : [place] }];
}
