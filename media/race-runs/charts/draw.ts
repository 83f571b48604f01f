import { svg } from '../../shared/dom.ts';
import { measured, say } from '../say.ts';
import type { Mark } from './marks.ts';
import type { Scale } from './scale.ts';

/** Of a drawing, pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type SvgAttributes = Parameters<typeof svg>[1];

/** A text. @param where 'start', 'middle' or 'end' of it is at x */
export function label(x: number, y: number, text: string, where: 'start' | 'middle' | 'end', attributes: SvgAttributes = {}): SVGTextElement {
  return svg('text', { x: round(x), y: round(y), 'text-anchor': where, ...attributes }, text);
}

/** The marker of a strategy. Hollow where its promise was broken. */
export function marker(x: number, y: number, { shape, colour }: Mark, isKept: boolean, says: string): SVGElement {
  return svg('path', { d: shape, transform: `translate(${round(x)} ${round(y)})`, class: `marker ${colour}${isKept ? '' : ' is-hollow'}` }, svg('title', {}, says));
}

/** The marker with its piece of line, for a table. */
export function markPicture({ shape, colour, dash }: Mark): SVGSVGElement {
  return svg('svg', { class: `mark ${colour}`, width: 26, height: 12, viewBox: '0 0 26 12', 'aria-hidden': 'true' }, svg('path', { class: 'line', d: 'M0 6h26', 'stroke-dasharray': dash === '' ? undefined : dash }), svg('path', { class: 'marker', d: shape, transform: 'translate(13 6)' }));
}

/** Lines of the scale from left to right, with their numbers. */
export function gridAcross(scale: Scale, { left, right }: Frame): readonly SVGElement[] {
  return scale.ticks.flatMap((tick) => {
    const y = round(scale.at(tick));
    return [svg('line', { class: 'grid', x1: left, x2: right, y1: y, y2: y }), label(left - 6, y + 4, tickText(tick), 'end', { class: 'tick' })];
  });
}

/** Lines of the scale from top to bottom, with their numbers below. */
export function gridDown(scale: Scale, { top, bottom }: Frame, text: (tick: number) => string = tickText): readonly SVGElement[] {
  return scale.ticks.flatMap((tick) => {
    const x = round(scale.at(tick));
    return [svg('line', { class: 'grid', x1: x, x2: x, y1: top, y2: bottom }), label(x, bottom + 15, text(tick), 'middle', { class: 'tick' })];
  });
}

/** "20k" instead of "20,000", where there is little room. */
export function tickText(value: number): string {
  return value >= 10_000 ? `${measured(value / 1000)}k` : measured(Number(value.toPrecision(6)));
}

/** Tenths of a pixel are enough. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Of an average letter in the font of the charts, pixels. */
const letterWidth = 6.1;

/** About as wide a text is in the font of the charts, pixels. */
export function widthOf(text: string): number {
  return text.length * letterWidth;
}

/** Cut to a width, with dots. */
export function cut(text: string, width: number): string {
  const most = Math.max(Math.floor(width / letterWidth), 4);
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** Of a strategy that broke its promise somewhere. */
export function brokenTitle(title: string, isKept: boolean): string {
  return isKept ? title : `${title} (${say('brokenMark')})`;
}
