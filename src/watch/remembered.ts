import { isFirstTouch } from '../locks/heartbeat.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import type { Machine } from '../system/machine.ts';
import { CandidateSearch } from './candidates.ts';
import type { Sighting } from './sighting.ts';

/** What is known of a lock only because it was watched. */
export interface Remembered {
  /** Who was seen making it; empty when nobody was. */
  readonly creators: readonly ProcessInfo[];
  /** The longest pause between two renewals that were seen, ms; null when none was. */
  readonly renewalMs: number | null;
}

export const nothingRemembered: Remembered = { creators: [], renewalMs: null };

/** A lock met later than this after its birth, ms, may have been made by somebody who is gone already. */
const atBirthMs = 250;

/** The first memory of a lock that has just been sighted. */
export function atBirth(sighting: Sighting, machine: Machine, now: number): Remembered {
  const { bornAt } = sighting.observation;
  const isNew = bornAt !== null && now - bornAt < atBirthMs;
  return isNew ? { ...nothingRemembered, creators: findCreators(sighting, machine) } : nothingRemembered;
}

/**
 * Who makes a lock at this moment: the git process that has it open, else every git process that
 * could be it and is no bystander, so that it is proven stale only when all of them are gone.
 */
function findCreators({ observation, reading, gitDir }: Sighting, machine: Machine): readonly ProcessInfo[] {
  if (reading.claim.by !== 'nobody' || reading.search !== 'git' || gitDir === null) return [];
  return new CandidateSearch(machine).creators(gitDir, observation);
}

/** Memory of the same lock after another look at it. */
export function afterRenewal(memory: Remembered, before: Observation, after: Observation): Remembered {
  const pauseMs = after.writtenAt - before.writtenAt;
  return pauseMs > 0 && !isFirstTouch(after.writtenAt) ? { ...memory, renewalMs: Math.max(memory.renewalMs ?? 0, pauseMs) } : memory;
}

/** Whether two looks saw the same lock, though it may have been renewed or written on. */
export function sameBirth(a: Observation, b: Observation): boolean {
  return a.identity.dev === b.identity.dev && a.identity.ino === b.identity.ino && a.identity.birthtimeNs === b.identity.birthtimeNs;
}
