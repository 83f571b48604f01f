import { isThisHost, type Machine, type RunningProcess, type Sharing } from '../system/machine.ts';
import { heartbeatFact } from '../locks/heartbeat.ts';
import type { BootFact, CandidateFact, ClaimFact, CreatorFact, Facts, HeartbeatFact, OpenerFact } from '../locks/facts.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import { CandidateSearch } from './candidates.ts';
import type { Remembered } from './remembered.ts';
import type { Sighting } from './sighting.ts';

/**
 * Finds out what the machine knows about locks. Made for one round of judging: lists of processes are
 * taken once and shared by all locks of the round.
 */
export class FactFinder {
  readonly #machine: Machine;
  readonly #now: number;
  readonly #search: CandidateSearch;
  readonly #sharing: (path: string) => Sharing;
  readonly #kernelLocked: ReadonlySet<bigint>;
  #namesakes: ReadonlySet<number> | null = null;

  constructor(machine: Machine, now: number) {
    this.#machine = machine;
    this.#now = now;
    this.#search = new CandidateSearch(machine);
    this.#sharing = machine.sharing();
    this.#kernelLocked = machine.kernelLocked();
  }

  /** @param openers who has the lock open; null where that cannot be seen */
  find(sighting: Sighting, acquiredAt: number, remembered: Remembered, openers: readonly RunningProcess[] | null): Facts {
    const { observation, reading } = sighting;
    const heartbeat: HeartbeatFact =
      reading.heartbeat === null ? { is: 'none' } : heartbeatFact(reading.heartbeat, observation, remembered.renewalMs, this.#now);
    const candidates = this.#candidates(sighting, heartbeat);
    return {
      ageMs: Math.max(0, this.#now - acquiredAt),
      claim: this.#claim(reading, observation),
      creator: this.#creator(remembered.creators),
      openers: openers === null ? { is: 'unseen' } : openerFact(openers, this.#kernelLocked.has(observation.identity.ino)),
      candidates,
      heartbeat: doubtWhenStopped(heartbeat, candidates, reading),
      boot: this.#boot(reading, observation),
    };
  }

  #claim({ claim, claimedAt }: Reading, observation: Observation): ClaimFact {
    if (claim.by === 'nobody') return { is: 'none' };
    if (claim.by === 'garbled') return { is: 'garbled', reason: claim.reason };
    const { pid, host, hostIsGuess } = claim;
    const sharing = this.#sharing(observation.path);
    const isForeign = host !== null && !isThisHost(host, this.#machine.hostname);
    if (isForeign && !hostIsGuess) return { is: 'elsewhere', pid, host };
    if (sharing === 'containers' || (sharing === 'machines' && host === null)) return { is: 'unverifiable', pid, reason: 'shared-place' };
    const here = this.#claimHere(pid, claimedAt, observation);
    // A word beside the pid may be a host: a live process here refutes that, a dead one does not.
    return isForeign && !(here.is === 'alive' && here.started === 'before') ? { is: 'elsewhere', pid, host } : here;
  }

  #claimHere(pid: number, claimedAt: number | null, observation: Observation): ClaimFact {
    const probe = this.#machine.probe(pid);
    switch (probe.is) {
      case 'hidden':
        return { is: 'unverifiable', pid, reason: 'no-permission' };
      case 'alive': {
        const started = this.#started(probe.process, claimedAt, observation);
        if (started === 'after' && this.#hasNamesake(pid)) return { is: 'unverifiable', pid, reason: 'namesake-in-container' };
        return { is: 'alive', process: probe.process, started };
      }
      case 'dead':
      case 'zombie':
        return this.#hasNamesake(pid) ? { is: 'unverifiable', pid, reason: 'namesake-in-container' } : { is: probe.is, pid };
    }
  }

  #hasNamesake(pid: number): boolean {
    this.#namesakes ??= this.#machine.namesakes();
    return this.#namesakes.has(pid);
  }

  /**
   * A pid file may be older than its process (rewritten at each start) and its birth younger than its
   * content (restored), so only a start after all of its times proves that the number was reused.
   */
  #started(process: RunningProcess, claimedAt: number | null, { bornAt, writtenAt, changedAt }: Observation): 'before' | 'after' | 'unclear' {
    const onDisk = this.#machine.startedAfter(process, Math.max(bornAt ?? changedAt, writtenAt));
    const claimed = claimedAt === null ? onDisk : this.#machine.startedAfter(process, claimedAt);
    if (onDisk !== claimed) return 'unclear';
    return onDisk === 'yes' ? 'after' : onDisk === 'no' ? 'before' : 'unclear';
  }

  #creator(creators: readonly ProcessInfo[]): CreatorFact {
    if (creators.length === 0) return { is: 'unseen' };
    for (const creator of creators) {
      const probe = this.#machine.probe(creator.pid);
      if (probe.is === 'hidden') return { is: 'unseen' };
      if (probe.is === 'alive' && probe.process.startMark === creator.startMark) return { is: 'alive', process: probe.process };
    }
    return { is: 'gone', processes: creators };
  }

  #candidates({ observation, reading, gitDir }: Sighting, heartbeat: HeartbeatFact): CandidateFact {
    if (reading.search === 'git' && gitDir !== null) return this.#search.inRepository(gitDir, observation);
    if (reading.search === 'javascript' && (heartbeat.is === 'late' || heartbeat.is === 'silent')) {
      return this.#search.javascript(observation);
    }
    return { is: 'unsearched' };
  }

  /** A lock can be taken by linking or renaming an old file; only its last change tells when. */
  #boot({ claim, mayOutlive }: Reading, { path: lockPath, bornAt, writtenAt, changedAt }: Observation): BootFact {
    const booted = this.#machine.bootedAfter();
    const elsewhere = claim.by === 'pid' && claim.host !== null && !isThisHost(claim.host, this.#machine.hostname);
    if (booted === null || elsewhere || mayOutlive || this.#sharing(lockPath) !== 'private') return 'unclear';
    return Math.max(bornAt ?? 0, writtenAt, changedAt) < booted ? 'before-boot' : 'since-boot';
  }
}

/** A stopped process renews nothing and may go on any time, so silence proves nothing while there is one. */
function doubtWhenStopped(heartbeat: HeartbeatFact, candidates: CandidateFact, reading: Reading): HeartbeatFact {
  if (heartbeat.is !== 'silent' || candidates.is !== 'possible' || reading.heartbeat === null) return heartbeat;
  const stopped = candidates.processes.some((process) => 'stopped' in process && process.stopped === true);
  return stopped ? { is: 'late', silentMs: heartbeat.silentMs, usualMs: reading.heartbeat.usualMs } : heartbeat;
}

function openerFact(processes: readonly RunningProcess[], isLocked: boolean): OpenerFact {
  if (processes.length > 0) return { is: 'open', processes };
  return isLocked ? { is: 'locked' } : { is: 'free' };
}
