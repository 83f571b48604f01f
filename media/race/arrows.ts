import type { Trace } from '../../src/race/model/trace.ts';
import { svg } from '../contention/dom.ts';

/** Measures of the lanes, pixels. */
export interface Measures {
  readonly width: number;
  readonly gutter: number;
  readonly row: number;
}

/** One arrow from a step to one that depends on it. */
export interface Arrow {
  readonly from: { readonly lane: number; readonly row: number };
  readonly to: { readonly lane: number; readonly row: number };
}

/** Between different actors: that an actor's own steps follow each other can be seen. */
export function arrowsOf(trace: Trace, actors: readonly string[]): readonly Arrow[] {
  const laneOf = (step: number): number => actors.indexOf(trace.steps[step]?.actor ?? '');
  return trace.steps.flatMap(({ follows }, row) =>
    follows.map((before) => ({ from: { lane: laneOf(before), row: before }, to: { lane: laneOf(row), row } })).filter(({ from, to }) => from.lane !== to.lane && from.lane >= 0 && to.lane >= 0),
  );
}

export function drawArrows(trace: Trace, actors: readonly string[], { width, gutter, row }: Measures): SVGSVGElement {
  const column = (width - gutter) / Math.max(actors.length, 1);
  const height = trace.steps.length * row;
  const arrows = arrowsOf(trace, actors).map(({ from, to }) => {
    const side = Math.sign(to.lane - from.lane);
    // Out of the edge of one block into the edge of the other.
    const [x1, y1] = [(from.lane + 0.5) * column + side * (column / 2 - 6), (from.row + 0.5) * row];
    const [x2, y2] = [(to.lane + 0.5) * column - side * (column / 2 - 6), (to.row + 0.5) * row];
    const bend = side * Math.max(14, Math.abs(x2 - x1) / 2);
    return svg('g', {}, svg('path', { d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - side * 5} ${y2}` }), svg('path', { class: 'tip', d: `M${x2} ${y2}l${-side * 7} -3.5v7z` }));
  });
  const element = svg('svg', { class: 'arrows', width: width - gutter, height, 'aria-hidden': 'true' }, ...arrows);
  element.style.gridRow = `2 / span ${trace.steps.length}`;
  return element;
}
