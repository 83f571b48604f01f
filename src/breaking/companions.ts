import path from 'node:path';
import { messageOf } from '../base/errors.ts';
import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import type { KeptArtifact } from './journal-entry.ts';
import type { Observe } from './take-away.ts';
import { takeAway } from './take-away.ts';

/**
 * The companions of a lock that are there now. Seen while the judged lock still stands, which the
 * look right before its removal proves: so they belong to it and not to a successor. Only what
 * stands in the lock's own folder is touched.
 * @param target where the lock really stands
 */
export function companionsOf(lock: Lock, target: string, observe: Observe): readonly KeptArtifact[] {
  const folder = path.dirname(lock.path);
  return lock.companions
    .filter((companion) => path.dirname(companion) === folder)
    .map((companion) => observe(path.join(path.dirname(target), path.basename(companion))))
    .filter((seen) => seen !== null)
    .map((seen, index) => ({ path: seen.path, name: `companion-${index + 1}`, identity: seen.identity }));
}

/** Moves companions after their lock, each guarded by its own identity; what stays is a warning. */
export function takeCompanions(
  companions: readonly KeptArtifact[],
  entry: string,
  observe: Observe,
): { readonly artifacts: readonly KeptArtifact[]; readonly warnings: readonly Text[] } {
  const artifacts: KeptArtifact[] = [];
  const warnings: Text[] = [];
  for (const companion of companions) {
    const { kept, warning } = takeCompanion(companion, entry, observe);
    if (kept) artifacts.push(kept);
    if (warning) warnings.push(warning);
  }
  return { artifacts, warnings };
}

interface TakenCompanion {
  readonly kept: KeptArtifact | null;
  readonly warning: Text | null;
}

function takeCompanion(companion: KeptArtifact, entry: string, observe: Observe): TakenCompanion {
  const to = path.join(entry, companion.name);
  try {
    const taken = takeAway(companion.path, to, companion.identity, observe);
    switch (taken.is) {
      case 'taken':
        return { kept: companion, warning: null };
      case 'released':
        return { kept: null, warning: null };
      case 'changed':
        return { kept: null, warning: text('{path} belongs to a new lock and stays.', { path: companion.path }) };
      case 'kept-apart':
        return {
          kept: { ...companion, identity: taken.identity ?? companion.identity },
          warning: text('Warning: a new {path} was moved and could not go back. It is kept at {keptAt}.', { path: companion.path, keptAt: to }),
        };
    }
  } catch (error) {
    return { kept: null, warning: text('{path} stays: {reason}', { path: companion.path, reason: messageOf(error) }) };
  }
}
