import { readdirSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { builtInKinds } from '../locks/kinds/index.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Observation } from '../locks/observation.ts';
import { observe } from '../system/files.ts';
import { gitFolderAbove } from './git-folders.ts';

/** A lock as it was read, before it is checked against the machine. */
export interface Sighting {
  readonly observation: Observation;
  readonly reading: Reading;
  readonly gitDir: string | null;
}

/** Reads the lock at a path; null when none stands there. Asks nothing of other processes. */
export function sight(lockPath: string): Sighting | null {
  const observation = observe(lockPath);
  if (observation === null || observation.artifact.type === 'special') return null;
  const gitDir = gitFolderAbove(lockPath);
  const siblings = (): ReadonlySet<string> => new Set(orGone(() => readdirSync(path.dirname(lockPath))) ?? []);
  const reading = builtInKinds.read({ observation, gitDir, siblings, look: observe });
  return reading === null ? null : { observation, reading, gitDir };
}
