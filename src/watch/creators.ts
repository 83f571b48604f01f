import path from 'node:path';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Observation } from '../locks/observation.ts';
import type { Machine } from '../system/machine.ts';
import { CandidateSearch, holdsIndexLock, nobodySeen, type Creators } from './candidates.ts';
import type { Sighting } from './sighting.ts';

/** A lock met later than this after its birth, ms, may have been made by somebody who is gone already. */
const atBirthMs = 250;

/**
 * Who makes a lock of git that has just been sighted: the git processes that have it open, else
 * every git process that could be it and is no bystander.
 * @param now ms since the epoch
 */
export function creatorsOf({ observation, reading, gitDir }: Sighting, machine: Machine, now: number): Creators {
  if (reading.claim.by !== 'nobody' || reading.search !== 'git' || gitDir === null || !isNewborn(observation, now)) return nobodySeen;
  return new CandidateSearch(machine).creators(gitDir, observation);
}

/** What is known of a lock's creators once it is judged: git may have got to where it cannot be without the lock. */
export function reconsider(creators: Creators, { observation, reading }: Sighting, machine: Machine): Creators {
  if (!isUndecided(creators, observation, reading)) return creators;
  const holders = creators.processes.filter(({ pid, startMark }) => {
    const probe = machine.probe(pid);
    return probe.is === 'alive' && probe.process.startMark === startMark && holdsIndexLock(probe.process, machine);
  });
  return holders.length === 0 ? creators : { processes: holders, isCertain: true };
}

/** Whether a git that was seen at the making may yet turn out to be the creator. */
export function isUndecided({ processes, isCertain }: Creators, { path: lockPath }: Observation, { search }: Reading): boolean {
  return !isCertain && processes.length > 0 && search === 'git' && path.basename(lockPath) === 'index.lock';
}

/** Whether those who have a lock open for writing, when it is first judged, may be taken for its creators, or for their helpers. */
export function isMadeByOpeners({ observation, reading }: Sighting, now: number): boolean {
  return reading.claim.by === 'nobody' && reading.search !== 'git' && reading.basis === 'existence' && isNewborn(observation, now);
}

function isNewborn({ bornAt }: Observation, now: number): boolean {
  return bornAt !== null && now - bornAt < atBirthMs;
}
