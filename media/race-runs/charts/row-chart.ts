import { svg } from '../../shared/dom.ts';
import { measured } from '../say.ts';
import { brokenTitle, cut, gridDown, label, marker, round, tickText, widthOf, type Frame } from './draw.ts';
import { markOf } from './marks.ts';
import { linear, scaleFor, type Scale } from './scale.ts';
import type { Series } from './series.ts';

/** One value of a strategy, or several that are marked on a line of their own. */
export interface ChartRow {
  readonly place: number;
  readonly title: string;
  readonly isKept: boolean;
  /** By what they are called. */
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

/** A chart of one row for each strategy, where one number of actors was measured. */
export interface RowChart {
  readonly rows: readonly ChartRow[];
  readonly unit: string;
  readonly most: number | null;
  /** Pixels. */
  readonly width: number;
}

const rowHeight = 24;
const margin = { top: 8, bottom: 24 };

/** The rows of series that have one point each. */
export function rowsOfSeries(series: readonly Series[], name: string): readonly ChartRow[] {
  return series.flatMap(({ place, title, points }) => points.slice(0, 1).map(({ value, isKept }) => ({ place, title, isKept, values: [{ name, value }] })));
}

/** Bars from 0 on; where the values are too far apart for that, or several in a row, markers on a logarithmic scale. */
export function rowChart({ rows, unit, most, width }: RowChart): { readonly element: SVGSVGElement; readonly isLog: boolean } {
  const isSeveral = rows.some(({ values }) => values.length > 1);
  const top = margin.top + (isSeveral ? 14 : 0);
  const height = top + rows.length * rowHeight + margin.bottom;
  const names = Math.min(Math.max(...rows.map(({ title }) => widthOf(title)), 60) + 26, width * 0.42);
  const frame: Frame = { left: names + 8, right: width - (isSeveral ? 92 : 58), top, bottom: height - margin.bottom };
  const values = rows.flatMap((row) => row.values.map(({ value }) => value));
  const x = most === null ? scaleFor(values, frame.left, frame.right, Math.max(2, Math.floor((frame.right - frame.left) / 52))) : linear(most, frame.left, frame.right, 5);
  const drawn = rows.map((row, at) => drawRow(row, x, frame, frame.top + (at + 0.5) * rowHeight, unit));
  const heads = isSeveral ? headsOf(rows[0], x) : [];
  return { element: svg('svg', { width, height, viewBox: `0 0 ${round(width)} ${height}`, role: 'img' }, ...gridDown(x, frame), ...heads, ...drawn), isLog: x.isLog };
}

function drawRow({ place, title, isKept, values }: ChartRow, x: Scale, frame: Frame, y: number, unit: string): SVGElement {
  const mark = markOf(place);
  const says = (name: string, value: number): string => `${brokenTitle(title, isKept)}: ${name === '' ? '' : `${name} `}${measured(value)} ${unit}`;
  const isBar = values.length === 1 && !x.isLog;
  const last = values.at(-1)?.value ?? 0;
  const points = values.map(({ value }) => round(x.at(value)));
  const end = points.at(-1) ?? frame.left;
  return svg(
    'g',
    { class: `series ${mark.colour}${isKept ? '' : ' is-broken'}`, 'data-series': place },
    svg('title', {}, values.map(({ name, value }) => says(name, value)).join('\n')),
    marker(8, y, mark, isKept, title),
    label(20, y + 4, cut(title, frame.left - 30), 'start', { class: 'name' }),
    isBar ? svg('rect', { class: 'bar', x: frame.left, y: y - 7, width: Math.max(end - frame.left, 1), height: 14 }) : svg('path', { class: 'line', d: `M${values.length > 1 ? (points[0] ?? 0) : frame.left} ${y}H${end}`, 'stroke-dasharray': mark.dash === '' ? undefined : mark.dash }),
    ...(isBar ? [] : values.map(({ name, value }, at) => (at === 0 ? marker(points[at] ?? 0, y, mark, isKept, says(name, value)) : svg('path', { class: 'stroke', d: `M${points[at] ?? 0} ${y - strokeOf(at)}V${y + strokeOf(at)}` })))),
    label(end + 8, y + 4, values.length > 1 ? `${tickText(values[0]?.value ?? 0)} – ${tickText(last)}` : tickText(last), 'start', { class: 'value' }),
  );
}

/** Half of the height of the stroke for each value behind the first, pixels. */
function strokeOf(at: number): number {
  return 2 + 2 * at;
}

/** What the markers of the first row are called, above it, as far as they do not stand on each other. */
function headsOf(row: ChartRow | undefined, x: Scale): readonly SVGElement[] {
  let free = Number.NEGATIVE_INFINITY;
  return (row?.values ?? []).flatMap(({ name, value }) => {
    const at = Math.max(x.at(value), free);
    free = at + widthOf(name) + 10;
    return [label(at, 14, name, 'middle', { class: 'tick' })];
  });
}
