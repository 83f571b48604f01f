import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import type { Machine } from '../system/machine.ts';
import { CandidateSearch } from './candidates.ts';
import type { Sighting } from './sighting.ts';

/** A lock met later than this after its birth, ms, may have been made by somebody who is gone already. */
const atBirthMs = 250;

/**
 * Who makes a lock of git that has just been sighted: the git process that has it open, else every git
 * process that could be it and is no bystander, so that it is proven stale only when all of them are gone.
 * @param now ms since the epoch
 */
export function creatorsOf({ observation, reading, gitDir }: Sighting, machine: Machine, now: number): readonly ProcessInfo[] {
  if (reading.claim.by !== 'nobody' || reading.search !== 'git' || gitDir === null || !isNewborn(observation, now)) return [];
  return new CandidateSearch(machine).creators(gitDir, observation);
}

/** Whether those who have a lock open for writing, when it is first judged, may be taken for its creators. */
export function isMadeByOpeners({ observation, reading }: Sighting, now: number): boolean {
  return reading.claim.by === 'nobody' && reading.search !== 'git' && reading.basis === 'existence' && isNewborn(observation, now);
}

function isNewborn({ bornAt }: Observation, now: number): boolean {
  return bornAt !== null && now - bornAt < atBirthMs;
}
