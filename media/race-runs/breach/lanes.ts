import type { Happened } from '../../../src/race/real/result.ts';

/** A part of an operation in its lane: waiting, being inside, or what comes after. Places are columns in the order of time. */
export interface Stretch {
  readonly is: 'wait' | 'inside';
  readonly from: number;
  readonly to: number;
}

/** One operation, laid out. */
export interface LaidOut {
  readonly lane: number;
  readonly happened: Happened;
  readonly stretches: readonly Stretch[];
}

/** Operations of several actors side by side. */
export interface LaneLayout {
  readonly actors: readonly number[];
  /** The moments at which something happened, ms since the start of the run, each once and in order. */
  readonly moments: readonly number[];
  readonly operations: readonly LaidOut[];
}

/** Lays operations out in the order of time instead of to scale: what matters is who came before whom, in fractions of a ms. */
export function layOut(history: readonly Happened[]): LaneLayout {
  const actors = [...new Set(history.map(({ actor }) => actor))].toSorted((one, other) => one - other);
  const moments = [...new Set(history.flatMap(({ asked, entered, left, ended }) => [asked, entered ?? ended, left ?? ended]))].toSorted((one, other) => one - other);
  const place = (ms: number): number => moments.indexOf(ms);
  const operations = history.map((happened): LaidOut => ({ lane: actors.indexOf(happened.actor), happened, stretches: stretchesOf(happened, place) }));
  return { actors, moments, operations };
}

/**
 * Where each moment stands: as close to the one before as `least`, and so far from where a stretch began that what is
 * written on it fits.
 * @param widthOf what is written on an operation's time inside takes, pixels
 */
export function placesOf({ moments, operations }: LaneLayout, least: number, widthOf: (happened: Happened) => number): readonly number[] {
  const places: number[] = [];
  for (const at of moments.keys()) {
    const ending = operations.flatMap(({ happened, stretches }) => stretches.flatMap(({ is, from, to }) => (is === 'inside' && to === at && from < to ? [(places[from] ?? 0) + widthOf(happened)] : [])));
    places.push(Math.max(at === 0 ? 0 : (places[at - 1] ?? 0) + least, ...ending));
  }
  return places;
}

function stretchesOf({ asked, entered, left, ended }: Happened, place: (ms: number) => number): readonly Stretch[] {
  if (entered === null) return [{ is: 'wait', from: place(asked), to: place(ended) }];
  const inside: Stretch = { is: 'inside', from: place(entered), to: place(left ?? ended) };
  return place(entered) > place(asked) ? [{ is: 'wait', from: place(asked), to: place(entered) }, inside] : [inside];
}
