import type { Ending, Happened } from '../../../src/race/real/result.ts';
import { svg, el } from '../../shared/dom.ts';
import { label, round } from '../charts/draw.ts';
import { measured, say } from '../say.ts';
import { layOut, type LaidOut } from './lanes.ts';

const endingWords = { done: 'endingDone', refused: 'endingRefused', 'gave-up': 'endingGaveUp', died: 'endingDied' } as const satisfies Record<Ending, string>;

/** Measures, pixels. */
const names = 62;
const column = 34;
const row = 30;
const head = 18;
/** For how the last operation ended. */
const after = 64;

/** The operations around a breach, one lane for each actor, in the order of time. */
export function lanesPicture(history: readonly Happened[]): HTMLElement {
  const { actors, moments, operations } = layOut(history);
  const [width, height] = [names + (Math.max(moments.length, 2) - 1) * column + after, head + actors.length * row + 4];
  const lanes = actors.flatMap((actor, at) => {
    const y = head + (at + 0.5) * row;
    return [label(0, y + 4, say('actor', { actor: actor + 1 }), 'start', { class: 'name' }), svg('line', { class: 'lane', x1: names, x2: width, y1: y, y2: y })];
  });
  const times = moments.flatMap((ms, at) => (at % 3 === 0 ? [label(names + at * column, 11, measured(ms - (moments[0] ?? 0)), 'start', { class: 'tick' })] : []));
  const element = svg('svg', { class: 'lanes', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': say('lanesSay') }, ...lanes, ...times, ...operations.flatMap(drawOperation));
  return el('div', { class: 'lanes-frame', tabindex: 0, role: 'region', 'aria-label': say('around') }, element);
}

function drawOperation({ lane, happened, stretches }: LaidOut): readonly SVGElement[] {
  const y = head + (lane + 0.5) * row;
  const drawn = stretches.map(({ is, from, to }) => {
    const [left, width] = [names + from * column, Math.max((to - from) * column, 5)];
    if (is === 'wait') return svg('path', { class: 'wait', d: `M${left} ${y}H${left + width}` });
    const words = readWrote(happened);
    const fits = words.length * 6.4 < width - 6;
    return svg('g', { class: `inside actor-${lane % 6}${happened.ending === 'done' ? '' : ' is-lost'}` }, svg('title', {}, operationWords(happened)), svg('rect', { x: left, y: y - 10, width: round(width - 2), height: 20, rx: 2 }), fits ? label(left + (width - 2) / 2, y + 4, words, 'middle') : null);
  });
  const end = stretches.at(-1);
  return happened.ending === 'done' || end === undefined ? drawn : [...drawn, label(names + end.to * column + 2, y + 4, say(endingWords[happened.ending]), 'start', { class: 'ending' })];
}

/** "10 → 11", or the half of it that is known. */
function readWrote({ read, wrote }: Happened): string {
  if (read !== null && wrote !== null) return say('readWrote', { read, wrote });
  if (read !== null) return say('readOnly', { read });
  return wrote === null ? '' : say('wroteOnly', { wrote });
}

function operationWords(happened: Happened): string {
  const parts = [say('actor', { actor: happened.actor + 1 }), `${measured(happened.asked)}–${measured(happened.ended)} ms`, readWrote(happened), endingText(happened)];
  return parts.filter((part) => part !== '').join(', ');
}

/** How it ended, and how long it was stopped on the way. */
export function endingText({ ending, paused }: Happened): string {
  return [say(endingWords[ending]), ...(paused > 0 ? [say('pausedFor', { ms: measured(paused) })] : [])].join(', ');
}
