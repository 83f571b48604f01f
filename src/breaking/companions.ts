import path from 'node:path';
import { messageOf } from '../base/errors.ts';
import { text, type Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import type { Disk } from './disk.ts';
import type { KeptArtifact } from './journal-entry.ts';
import type { Steps } from '../base/steps.ts';
import { takeByMove } from './take-away.ts';

/**
 * The companions of a lock that are there now. Seen while the judged lock still stands, which the
 * look right before its removal proves: so they belong to it and not to a successor. Only what
 * stands in the lock's own folder is touched.
 * @param target where the lock really stands
 */
export function companionsOf(lock: Pick<Lock, 'path' | 'companions'>, target: string, disk: Pick<Disk, 'look'>): readonly KeptArtifact[] {
  const folder = path.dirname(lock.path);
  return lock.companions
    .filter((companion) => path.dirname(companion) === folder)
    .map((companion) => disk.look(path.join(path.dirname(target), path.basename(companion))))
    .filter((seen) => seen !== null)
    .map((seen, index) => ({ path: seen.path, name: `companion-${index + 1}`, identity: seen.identity }));
}

/** What became of the companions of a lock. */
export interface TakenCompanions {
  /** In the entry now. */
  readonly artifacts: readonly KeptArtifact[];
  readonly warnings: readonly Text[];
}

/**
 * Moves companions after their lock, each guarded by its own identity; what stays is a warning. Where
 * a placeholder stands for the lock meanwhile, no next holder can be making companions of its own.
 */
export function* takeCompanions(companions: readonly KeptArtifact[], entry: string, disk: Disk): Steps<TakenCompanions> {
  const artifacts: KeptArtifact[] = [];
  const warnings: Text[] = [];
  for (const companion of companions) {
    const { kept, warning } = yield* takeCompanion(companion, path.join(entry, companion.name), disk);
    if (kept !== null) artifacts.push(kept);
    if (warning !== null) warnings.push(warning);
  }
  return { artifacts, warnings };
}

interface TakenCompanion {
  readonly kept: KeptArtifact | null;
  readonly warning: Text | null;
}

function* takeCompanion(companion: KeptArtifact, spare: string, disk: Disk): Steps<TakenCompanion> {
  try {
    const taken = yield* takeByMove({ path: companion.path, judged: companion.identity, spare }, disk);
    switch (taken.is) {
      case 'taken':
        return { kept: companion, warning: null };
      case 'released':
        return { kept: null, warning: null };
      case 'changed':
      case 'returned':
        return { kept: null, warning: text('{path} belongs to a new lock and stays.', { path: companion.path }) };
      case 'kept-apart':
        return {
          kept: { ...companion, identity: taken.identity ?? companion.identity },
          warning: text('Warning: a new {path} was moved and could not go back. It is kept at {keptAt}.', { path: companion.path, keptAt: spare }),
        };
    }
  } catch (error) {
    return { kept: null, warning: text('{path} stays: {reason}', { path: companion.path, reason: messageOf(error) }) };
  }
}
