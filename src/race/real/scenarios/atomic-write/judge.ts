import { number, record, string } from '../../../../base/json.ts';
import type { History } from '../../figures/history.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { overlapping } from '../parts/overlapping.ts';
import { firstId, sayWhich, type Found } from './content.ts';

/** Looks at what stands there in the end; what readers saw meanwhile they have told themselves. */
export function judgeSaves(history: History, final: Plain): readonly Verdict[] {
  const found = foundFrom(final);
  const saves = savesIn(history);
  if (found.is === 'torn') return [{ kind: 'torn', times: 1, explanation: `In the end the file is not whole: ${found.what}.`, around: saves.slice(-shown) }];
  const standing = saves.find((place) => history.get(place, 'wrote') === found.id);
  // A writer that was killed, or not let finish, has not told that it saved; it may have been the last.
  if (standing === undefined && found.id !== firstId) return [];
  const since = standing === undefined ? Number.NEGATIVE_INFINITY : history.get(standing, 'ended');
  const later = saves.filter((place) => history.get(place, 'asked') > since);
  const [first] = later;
  if (first === undefined) return [];
  const explanation = `In the end the file holds ${sayWhich(found.id)}, although ${sayWhich(history.get(first, 'wrote'))} began after that and was acknowledged.`;
  return [{ kind: 'lost-update', times: later.length, explanation, around: overlapping(history, first) }];
}

/** How many operations are shown where no single one is to blame. */
const shown = 4;

/** The saves that were acknowledged. */
function savesIn(history: History): readonly number[] {
  return Array.from({ length: history.length }, (_, place) => place).filter((place) => history.ending(place) === 'done' && !Number.isNaN(history.get(place, 'wrote')));
}

function foundFrom(value: Plain): Found {
  const fields = record(value);
  return fields['is'] === 'torn' ? { is: 'torn', what: string(fields['what']) } : { is: 'whole', id: number(fields['id']) };
}
