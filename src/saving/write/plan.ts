import type { Found, FoundFile } from './look.ts';
import type { InPlaceReason } from './reasons.ts';

/** Who saves; null on Windows, where files do not belong to numbers. */
export type Saver = { readonly uid: number } | null;

export type Plan =
  | { readonly is: 'create' }
  | { readonly is: 'replace' }
  | { readonly is: 'asks'; readonly reasons: readonly InPlaceReason[] };

/**
 * What can be said before anything is done. What only trying can tell (a group, a mode, a folder, a mount
 * point) is told by replacing, which changes nothing when it is refused.
 * @param ownNames how many of the file's names are temporary ones of other saves
 */
export function planFor(found: Exclude<Found, { readonly is: 'link' }>, saver: Saver, ownNames: number): Plan {
  if (found.is === 'absent') return { is: 'create' };
  const reasons = reasonsAgainst(found, saver, ownNames);
  return reasons.length === 0 ? { is: 'replace' } : { is: 'asks', reasons };
}

function reasonsAgainst({ stats, attributes }: FoundFile, saver: Saver, ownNames: number): readonly InPlaceReason[] {
  const reasons: InPlaceReason[] = [];
  const count = Number(stats.nlink) - ownNames;
  if (count > 1) reasons.push({ is: 'hard-links', count });
  // Only root gives files away.
  if (saver !== null && saver.uid !== 0 && Number(stats.uid) !== saver.uid) reasons.push({ is: 'foreign-owner', uid: Number(stats.uid), gid: Number(stats.gid) });
  if (attributes.is === 'unknown') reasons.push({ is: 'attributes-unknown', why: attributes.why });
  return reasons;
}
