import type { BreachKind, Happened } from '../../../src/race/real/result.ts';

/** Of the operations around a breach so many are drawn before and after those that broke the promise. */
const neighbours = 2;
/** Where nobody can say which those are. */
const most = 8;

/** The operations that are drawn, and which of them broke the promise together. */
export interface Scene {
  readonly history: readonly Happened[];
  /** Places in that history. */
  readonly culprits: readonly number[];
}

/** Which operations to look at. The others are in the list. */
export function sceneOf(kind: BreachKind, asked: readonly Happened[]): Scene {
  // Whoever waited long asked long before, and was let in next to whom it met.
  const history = asked.toSorted((one, other) => (one.entered ?? one.ended) - (other.entered ?? other.ended));
  const culprits = culpritsOf(kind, history);
  // Where nobody gets on any more, the last that happened tells why.
  if (culprits === null) return { history: kind === 'stuck' ? history.slice(-most) : history.slice(0, most), culprits: [] };
  const from = Math.max(Math.min(...culprits) - neighbours, 0);
  return { history: history.slice(from, Math.max(...culprits) + neighbours + 1), culprits: culprits.map((place) => place - from) };
}

/** The first two that came from the same value, or else the first two that were inside at once; null for none. */
export function culpritsOf(kind: BreachKind, history: readonly Happened[]): readonly [number, number] | null {
  const isSame = kind === 'lost-update' || kind === 'doubled' ? firstPair(history, haveReadTheSame) : null;
  return isSame ?? (kind === 'stuck' ? null : firstPair(history, wereInsideAtOnce));
}

function firstPair(history: readonly Happened[], matches: (one: Happened, other: Happened) => boolean): readonly [number, number] | null {
  for (const [at, other] of history.entries()) {
    const before = history.findIndex((one, place) => place < at && one.actor !== other.actor && matches(one, other));
    if (before >= 0) return [before, at];
  }
  return null;
}

function haveReadTheSame(one: Happened, other: Happened): boolean {
  return one.read !== null && one.read === other.read && one.ending === 'done' && other.ending === 'done';
}

function wereInsideAtOnce(one: Happened, other: Happened): boolean {
  if (one.entered === null || other.entered === null) return false;
  return one.entered < (other.left ?? other.ended) && other.entered < (one.left ?? one.ended);
}
