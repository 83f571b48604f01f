import { svg } from '../../shared/dom.ts';
import { measured, say } from '../say.ts';
import { brokenTitle, cut, gridAcross, gridDown, label, marker, round, tickText, widthOf, type Frame } from './draw.ts';
import { markOf } from './marks.ts';
import { countScale, linear, scaleFor, type Scale } from './scale.ts';
import type { Series } from './series.ts';
import { spread } from './spread.ts';

/** A chart of lines by the number of actors. */
export interface LineChart {
  readonly series: readonly Series[];
  readonly actors: readonly number[];
  readonly unit: string;
  /** The whole of its scale; null: as the values are. */
  readonly most: number | null;
  /** Pixels. */
  readonly width: number;
}

const labelGap = 15;
const margin = { left: 48, top: 12, bottom: 34 };

/** Draws it: each line with its own marker and dashes, its name at its end. */
export function lineChart({ series, actors, unit, most, width }: LineChart): { readonly element: SVGSVGElement; readonly isLog: boolean } {
  const drawn = series.filter(({ points }) => points.length > 0);
  const height = Math.max(230, drawn.length * labelGap + margin.top + margin.bottom);
  const longest = Math.max(...drawn.map(({ title }) => widthOf(brokenTitle(title, true))), 40);
  const names = Math.min(longest + 30, width * 0.42);
  const frame: Frame = { left: margin.left, right: width - names, top: margin.top, bottom: height - margin.bottom };
  const x = countScale(actors, frame.left + 10, frame.right - 10);
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  const y = most === null ? scaleFor(values, frame.bottom, frame.top, 8) : linear(most, frame.bottom, frame.top, 5);
  const ends = drawn.map(({ points }) => y.at(points.at(-1)?.value ?? 0));
  const places = spread(ends, labelGap, frame.top + 2, frame.bottom);
  const lines = drawn.map((each, at) => drawLine(each, x, y, unit, { end: ends[at] ?? 0, place: places[at] ?? 0, from: frame.right, width: names - 30 }));
  const element = svg('svg', { width, height, viewBox: `0 0 ${round(width)} ${height}`, role: 'img' }, ...gridAcross(y, frame), ...gridDown({ ...x, ticks: thinnedActors(x) }, frame), label((frame.left + frame.right) / 2, height - 4, say('actors'), 'middle', { class: 'axis' }), ...lines);
  return { element, isLog: y.isLog };
}

interface NamePlace {
  readonly end: number;
  readonly place: number;
  readonly from: number;
  readonly width: number;
}

function drawLine({ place: series, title, points }: Series, x: Scale, y: Scale, unit: string, name: NamePlace): SVGElement {
  const mark = markOf(series);
  const at = points.map(({ actors, value }) => [round(x.at(actors)), round(y.at(value))] as const);
  const isKept = points.every((point) => point.isKept);
  const [lastX = 0, lastY = 0] = at.at(-1) ?? [];
  // From further off it would look like a line of the chart.
  const isNear = points.at(-1)?.actors === x.ticks.at(-1);
  return svg(
    'g',
    { class: `series ${mark.colour}${isKept ? '' : ' is-broken'}`, 'data-series': series },
    svg('path', { class: 'line', d: at.map(([left, top], step) => `${step === 0 ? 'M' : 'L'}${left} ${top}`).join(''), 'stroke-dasharray': mark.dash === '' ? undefined : mark.dash }),
    isNear ? svg('path', { class: 'leader', d: `M${lastX + 6} ${lastY}L${name.from + 4} ${round(name.place)}H${name.from + 8}` }) : null,
    ...points.map((point, step) => marker(at[step]?.[0] ?? 0, at[step]?.[1] ?? 0, mark, point.isKept, say('pointSays', { strategy: brokenTitle(title, point.isKept), actors: point.actors, value: measured(point.value), unit }))),
    marker(name.from + 15, name.place, mark, isKept, title),
    label(name.from + 25, name.place + 4, cut(title, name.width), 'start', { class: 'name' }),
  );
}

/** Of many numbers of actors only so many are written as do not stand on each other. */
function thinnedActors({ ticks, at }: Scale): readonly number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || at(tick) - at(last) >= widthOf(tickText(tick)) + 8) kept.push(tick);
  }
  return kept;
}
