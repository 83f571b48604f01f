import type { Trace } from '../../src/race/model/trace.ts';
import { svg } from '../shared/dom.ts';
import { arrowsOf } from './dependencies.ts';

/** Measures of the lanes, pixels. */
export interface Measures {
  readonly width: number;
  readonly gutter: number;
  readonly row: number;
}

/** Between the edge of a block and that of its lane, pixels, as in the style sheet. */
const margins = { left: 14, right: 8 };

/** @param side 1 for the right edge, -1 for the left one */
function edgeOf(lane: number, column: number, side: number): number {
  return side > 0 ? (lane + 1) * column - margins.right : lane * column + margins.left;
}

export function drawArrows(trace: Trace, actors: readonly string[], { width, gutter, row }: Measures): SVGSVGElement {
  const column = (width - gutter) / Math.max(actors.length, 1);
  const height = trace.steps.length * row;
  const arrows = arrowsOf(trace, actors).map(({ from, to }) => {
    const side = Math.sign(to.lane - from.lane);
    // Out of the edge of one block into the edge of the other.
    const [x1, y1] = [edgeOf(from.lane, column, side), (from.row + 0.5) * row];
    const [x2, y2] = [edgeOf(to.lane, column, -side), (to.row + 0.5) * row];
    const bend = side * Math.max(14, Math.abs(x2 - x1) / 2);
    return svg('g', {}, svg('path', { d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - side * 5} ${y2}` }), svg('path', { class: 'tip', d: `M${x2} ${y2}l${-side * 7} -3.5v7z` }));
  });
  const element = svg('svg', { class: 'arrows', width: width - gutter, height, 'aria-hidden': 'true' }, ...arrows);
  element.style.gridRow = `2 / span ${trace.steps.length}`;
  return element;
}
