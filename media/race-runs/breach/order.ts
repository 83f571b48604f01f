import type { Breach, Happened } from '../../../src/race/real/result.ts';
import { culpritsOf } from './culprits.ts';

/** Who of the two that lost an update read and wrote when, first to last: 0 for the one who read first. null for other breaches. */
export function orderIn(breaches: readonly Breach[]): readonly number[] | null {
  const lost = breaches.find(({ kind }) => kind === 'lost-update');
  const culprits = lost === undefined ? null : culpritsOf(lost.kind, lost.history);
  const both = culprits?.map((place) => lost?.history[place]).filter((each) => each !== undefined).toSorted((one, other) => readAt(one) - readAt(other)) ?? [];
  if (both.length < 2) return null;
  const steps = both.flatMap((each, who) => [{ who, at: readAt(each) }, { who, at: each.left ?? each.ended }]);
  return steps.toSorted((one, other) => one.at - other.at).map(({ who }) => who);
}

/** About when it read: right after it was let in, or had asked. */
function readAt({ asked, entered }: Happened): number {
  return entered ?? asked;
}
