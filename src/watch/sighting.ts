import { readdirSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import type { Kinds } from '../locks/kinds/index.ts';
import { readKernelLocked } from '../locks/kinds/kernel-locked.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Observation } from '../locks/observation.ts';
import { observe, observeOutside } from '../system/files.ts';
import { recordedHolder } from '../saving/lock/record.ts';
import type { KernelHold } from '../system/machine.ts';
import { gitFolderAbove } from './git-folders.ts';
import { realFolder } from './real-folder.ts';

/** A lock as it was read, before it is checked against the machine. */
export interface Sighting {
  readonly observation: Observation;
  readonly reading: Reading;
  readonly gitDir: string | null;
}

/** Reads the lock at a path; null when none stands there. Asks nothing of other processes. */
export function sight(lockPath: string, kinds: Kinds): Sighting | null {
  if (!kinds.mayBe(path.basename(lockPath), path.dirname(lockPath))) return null;
  const observation = observe(lockPath);
  if (observation === null || observation.artifact.type === 'special') return null;
  return readAt(observation, gitFolderAbove(lockPath), kinds);
}

/** The same lock from another look at it. */
export function sightAgain({ gitDir }: Sighting, observation: Observation, kinds: Kinds): Sighting | null {
  return readAt(observation, gitDir, kinds);
}

/** The same lock, with the name that its holder may have left elsewhere a moment after it was sighted. */
export function nameAgain(sighting: Sighting): Sighting {
  return { ...sighting, reading: named(sighting.reading, sighting.observation) };
}

function readAt(observation: Observation, gitDir: string | null, kinds: Kinds): Sighting | null {
  const siblings = (): ReadonlySet<string> => new Set(orGone(() => readdirSync(path.dirname(observation.path))) ?? []);
  const reading = kinds.read({ observation, gitDir, siblings, look: observe });
  return reading === null ? null : { observation, reading: named(reading, observation), gitDir };
}

/**
 * A FileLock is an empty folder, like any other of proper-lockfile's protocol; its holder has left its name elsewhere,
 * which tells more than its heartbeat: a killed holder is gone at once, a silent one lives.
 */
function named(reading: Reading, { path: lockPath, artifact, identity: { dev, ino, birthtimeNs } }: Observation): Reading {
  if (reading.claim.by !== 'nobody' || artifact.type !== 'folder' || artifact.entries.length > 0 || birthtimeNs === null) return reading;
  const real = path.join(realFolder(path.dirname(lockPath)), path.basename(lockPath));
  const holder = recordedHolder(real, { dev, ino, born: birthtimeNs });
  if (holder === null) return reading;
  const mark = holder.boot === null ? null : { bootId: holder.boot, startTicks: holder.start };
  return { ...reading, kind: 'file-lock', title: 'FileLock', claim: { by: 'pid', pid: holder.pid, host: holder.host, hostIsGuess: false, mark }, heartbeat: null, search: null };
}

/** The lock that a file is because the kernel has locks on it; null when it is no file or they do not count. */
export function sightLocked(place: string, holds: readonly KernelHold[]): Sighting | null {
  // A lease is the kernel's promise to a file server, and keeps nobody out.
  const counting = holds.filter(({ by }) => by !== 'lease');
  const observation = counting.length === 0 ? null : observeOutside(place);
  return observation === null ? null : { observation, reading: readKernelLocked(place, counting), gitDir: null };
}
