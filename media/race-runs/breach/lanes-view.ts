import type { Ending, Happened } from '../../../src/race/real/result.ts';
import { actorName } from '../../../src/race/real/figures/words.ts';
import { svg, el } from '../../shared/dom.ts';
import { label, round, widthOf } from '../charts/draw.ts';
import { measured, say } from '../say.ts';
import type { Scene } from './culprits.ts';
import { layOut, placesOf, type LaidOut } from './lanes.ts';

const endingWords = { done: 'endingDone', refused: 'endingRefused', 'gave-up': 'endingGaveUp', died: 'endingDied' } as const satisfies Record<Ending, string>;

/** Measures, pixels. */
const names = 62;
const least = 22;
const row = 30;
const head = 18;
/** For how the last operation ended. */
const after = 72;
/** Of a letter of the editor's font, and of the empty space around what is written in a block. */
const letter = 7.3;
const padding = 12;

/** Where each moment stands, from the left edge. */
type At = (moment: number) => number;

/** The operations around a breach, one lane for each actor, in the order of time. Those that broke the promise stand out. */
export function lanesPicture({ history, culprits }: Scene): HTMLElement {
  const layout = layOut(history);
  const { actors, moments, operations } = layout;
  const places = placesOf(layout, least, (happened) => readWrote(happened).length * letter + padding);
  const at: At = (moment) => names + (places[moment] ?? 0);
  const [width, height] = [at(moments.length - 1) + after, head + actors.length * row + 4];
  const lanes = actors.flatMap((actor, lane) => [label(0, middleOf(lane) + 4, say('actor', { actor: actorName(actor) }), 'start', { class: 'name' }), svg('line', { class: 'lane', x1: names, x2: width, y1: middleOf(lane), y2: middleOf(lane) })]);
  const drawn = operations.flatMap((operation, place) => drawOperation(operation, at, culprits.includes(place)));
  const element = svg('svg', { class: 'lanes', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': say('lanesSay') }, ...lanes, ...timesOf(moments, at), ...drawn);
  return el('div', { class: 'lanes-frame', tabindex: 0, role: 'region', 'aria-label': say('around') }, element);
}

function middleOf(lane: number): number {
  return head + (lane + 0.5) * row;
}

/** The times, as far as they do not stand on each other. */
function timesOf(moments: readonly number[], at: At): readonly SVGElement[] {
  let free = 0;
  return moments.flatMap((ms, place) => {
    const [x, text] = [at(place), exactMs(ms)];
    if (x < free) return [];
    free = x + widthOf(text) + 14;
    return [label(x, 11, text, 'start', { class: 'tick' })];
  });
}

function drawOperation({ lane, happened, stretches }: LaidOut, at: At, isCulprit: boolean): readonly SVGElement[] {
  const y = middleOf(lane);
  const drawn = stretches.map(({ is, from, to }) => {
    const [left, width] = [at(from), Math.max(at(to) - at(from), 5)];
    if (is === 'wait') return svg('path', { class: 'wait', d: `M${round(left)} ${y}H${round(left + width)}` });
    const kind = `${happened.ending === 'done' ? '' : ' is-lost'}${isCulprit ? ' is-culprit' : ''}`;
    return svg('g', { class: `inside actor-${lane % 6}${kind}` }, svg('title', {}, operationWords(happened)), svg('rect', { x: round(left), y: y - 10, width: round(width - 2), height: 20, rx: 2 }), label(left + (width - 2) / 2, y + 4, readWrote(happened), 'middle'));
  });
  const end = stretches.at(-1);
  return happened.ending === 'done' || end === undefined ? drawn : [...drawn, label(at(end.to) + 3, y + 4, say(endingWords[happened.ending]), 'start', { class: 'ending' })];
}

/** A moment of a run as the explanations tell it, ms. */
export function exactMs(ms: number): string {
  return ms.toFixed(3);
}

/** "10 → 11", or the half of it that is known. */
function readWrote({ read, wrote }: Happened): string {
  if (read !== null && wrote !== null) return say('readWrote', { read, wrote });
  if (read !== null) return say('readOnly', { read });
  return wrote === null ? '' : say('wroteOnly', { wrote });
}

function operationWords(happened: Happened): string {
  const parts = [say('actor', { actor: actorName(happened.actor) }), `${exactMs(happened.asked)}–${exactMs(happened.ended)} ms`, readWrote(happened), endingText(happened)];
  return parts.filter((part) => part !== '').join(', ');
}

/** How it ended, and how long it was stopped on the way. */
export function endingText({ ending, paused }: Happened): string {
  return [say(endingWords[ending]), ...(paused > 0 ? [say('pausedFor', { ms: measured(paused) })] : [])].join(', ');
}
