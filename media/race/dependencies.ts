import type { Trace } from '../../src/race/model/trace.ts';

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
