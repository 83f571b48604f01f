import type { ProcessInfo } from '../locks/lock.ts';
import type { Machine } from '../system/machine.ts';
import { CandidateSearch } from './candidates.ts';
import { kernelPaths } from './real-folder.ts';
import type { Sighting } from './sighting.ts';

/** A lock met later than this after its birth, ms, may have been made by somebody who is gone already. */
const atBirthMs = 250;

/** Looking through all open files may take this part of the time at most. */
const share = 0.2;

/** Finds who makes a lock, at the moment when it appears. */
export class CreatorSearch {
  readonly #machine: Machine;
  /** Until when no look through all open files is made, by performance.now(), ms. */
  #restsUntil = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /**
   * Who made a lock that has just been sighted: of git's locks the git process that has it open, else
   * every git process that could be it and is no bystander, so that it is proven stale only when all
   * of them are gone; of others who has it open for writing. Empty when it names its holder itself.
   * @param now ms since the epoch
   */
  find({ observation, reading, gitDir }: Sighting, now: number): readonly ProcessInfo[] {
    const { bornAt } = observation;
    if (reading.claim.by !== 'nobody' || bornAt === null || now - bornAt >= atBirthMs) return [];
    if (reading.search === 'git') return gitDir === null ? [] : new CandidateSearch(this.#machine).creators(gitDir, observation);
    return reading.basis === 'existence' && observation.artifact.type === 'file' ? this.#openersOf(observation.path) : [];
  }

  #openersOf(lockPath: string): readonly ProcessInfo[] {
    const began = performance.now();
    if (began < this.#restsUntil) return [];
    const place = kernelPaths()(lockPath);
    const openers = this.#machine.openers([place])?.get(place) ?? [];
    const ended = performance.now();
    this.#restsUntil = ended + (ended - began) / share;
    return openers;
  }
}
