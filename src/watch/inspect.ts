import { realpathSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { orGone } from '../base/errors.ts';
import type { BootFact, CandidateFact, ClaimFact, CreatorFact, Facts, HeartbeatFact, OpenerFact } from '../locks/facts.ts';
import { judge } from '../locks/judge.ts';
import { readLock } from '../locks/kinds/index.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Holder, Lock, LockState, ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import { observe } from '../system/files.ts';
import { isThisHost, type Machine, type RunningProcess } from '../system/machine.ts';
import { CandidateSearch } from './candidates.ts';
import { gitFolderAbove } from './git-folders.ts';

/** What is known of a lock from having watched it; see attribution.ts. */
export interface Remembered {
  /** Who was seen making it; empty when nobody was. */
  readonly creators: readonly ProcessInfo[];
  /** The longest pause between two renewals that were seen, ms; null when none was. */
  readonly renewalMs: number | null;
}

const nothingRemembered: Remembered = { creators: [], renewalMs: null };

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
  const siblings = new Set(orGone(() => readdirSync(path.dirname(lockPath))) ?? []);
  const reading = readLock({ observation, gitDir, siblings, look: observe });
  return reading === null ? null : { observation, reading, gitDir };
}

/**
 * Judges locks that were sighted. Looks at the machine once for all of them, so that a hundred
 * locks cost little more than one.
 */
export class Inspector {
  readonly #machine: Machine;
  readonly #clock: Clock;

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
  }

  /** The lock at a path as it is now; null when none stands there. */
  inspect(lockPath: string, remembered: Remembered = nothingRemembered): Lock | null {
    const sighting = sight(lockPath);
    if (sighting === null) return null;
    return this.judgeAll([sighting], () => remembered)[0] ?? null;
  }

  judgeAll(sightings: readonly Sighting[], recall: (sighting: Sighting) => Remembered = () => nothingRemembered): Lock[] {
    const search = new CandidateSearch(this.#machine);
    const places = new Map(sightings.map(({ observation }) => [observation.path, kernelPath(observation.path)]));
    const openers = sightings.length === 0 ? null : this.#machine.openers([...places.values()]);
    return sightings.map((sighting) => {
      const place = places.get(sighting.observation.path) ?? sighting.observation.path;
      const opener: OpenerFact = openers === null ? { is: 'unseen' } : openerFact(openers.get(place) ?? []);
      return this.#judge(sighting, recall(sighting), opener, search);
    });
  }

  #judge(sighting: Sighting, remembered: Remembered, openers: OpenerFact, search: CandidateSearch): Lock {
    const { observation, reading } = sighting;
    const claim = this.#claim(reading, observation);
    const heartbeat = this.#heartbeat(reading, observation, remembered);
    const candidates = this.#candidates(sighting, heartbeat, search);
    const acquiredAt = reading.claimedAt ?? observation.bornAt ?? observation.writtenAt;
    const facts: Facts = {
      ageMs: Math.max(0, this.#clock.now() - acquiredAt),
      claim,
      creator: this.#creator(remembered.creators),
      openers,
      candidates,
      heartbeat: doubtWhenStopped(heartbeat, candidates, reading),
      boot: this.#boot(reading, observation),
    };
    const verdict = judge(facts);
    return {
      path: observation.path,
      resource: reading.resource,
      kind: reading.kind,
      title: reading.title,
      verdict,
      holder: this.#holder(facts, reading, verdict.state),
      waiters: [],
      acquiredAt,
      breaking: reading.breaking === 'remove' && verdict.state === 'held' ? 'end-holder' : reading.breaking,
      companions: reading.companions,
      observation,
    };
  }

  #claim({ claim, claimedAt }: Reading, observation: Observation): ClaimFact {
    if (claim.by === 'nobody') return { is: 'none' };
    if (claim.by === 'garbled') return { is: 'garbled', reason: claim.reason };
    const { pid, host } = claim;
    if (host !== null && !isThisHost(host, this.#machine.hostname)) return { is: 'elsewhere', pid, host };
    if (host === null && this.#machine.isShared(observation.path)) return { is: 'unverifiable', pid, reason: 'shared-place' };
    const probe = this.#machine.probe(pid);
    switch (probe.is) {
      case 'hidden':
        return { is: 'unverifiable', pid, reason: 'no-permission' };
      case 'alive':
        return { is: 'alive', process: probe.process, started: this.#started(probe.process, claimedAt, observation) };
      case 'dead':
      case 'zombie':
        return this.#machine.hasNamesake(pid) ? { is: 'unverifiable', pid, reason: 'namesake-in-container' } : { is: probe.is, pid };
    }
  }

  /**
   * A pid file may be older than its process (rewritten at each start) and its birth younger than its
   * content (restored), so only a start after all of its times proves that the number was reused.
   */
  #started(process: RunningProcess, claimedAt: number | null, { bornAt, writtenAt }: Observation): 'before' | 'after' | 'unclear' {
    const onDisk = this.#machine.startedAfter(process, Math.max(bornAt ?? 0, writtenAt));
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

  #candidates({ observation, reading, gitDir }: Sighting, heartbeat: HeartbeatFact, search: CandidateSearch): CandidateFact {
    if (reading.search === 'git' && gitDir !== null) return search.inRepository(gitDir, observation);
    if (reading.search === 'javascript' && (heartbeat.is === 'late' || heartbeat.is === 'silent')) {
      return search.javascript(observation, heartbeat.silentMs > nearbyOnlyAfterMs);
    }
    return { is: 'unsearched' };
  }

  #heartbeat({ heartbeat }: Reading, { bornAt, writtenAt }: Observation, { renewalMs }: Remembered): HeartbeatFact {
    if (heartbeat === null) return { is: 'none' };
    const silentMs = Math.max(0, this.#clock.now() - writtenAt);
    if (silentMs <= heartbeat.takenOverAfterMs) return { is: 'fresh', silentMs };
    // A folder that was never touched after mkdir shows no heartbeat that could have stopped.
    if (!heartbeat.renewed) return { is: 'none' };
    const intervalMs = knownInterval(bornAt, writtenAt, renewalMs);
    if (intervalMs !== null && silentMs > Math.max(2 * heartbeat.takenOverAfterMs, 3 * intervalMs)) {
      return { is: 'silent', silentMs, intervalMs: Math.max(intervalMs, 1000) };
    }
    return { is: 'late', silentMs, usualMs: heartbeat.usualMs };
  }

  #boot({ claim }: Reading, { path: lockPath, bornAt, writtenAt }: Observation): BootFact {
    const booted = this.#machine.bootedAfter();
    const elsewhere = claim.by === 'pid' && claim.host !== null && !isThisHost(claim.host, this.#machine.hostname);
    if (booted === null || elsewhere || this.#machine.isShared(lockPath)) return 'unclear';
    return Math.max(bornAt ?? 0, writtenAt) < booted ? 'before-boot' : 'since-boot';
  }

  #holder({ claim, creator, openers, candidates }: Facts, reading: Reading, state: LockState): Holder | null {
    const host = reading.claim.by === 'pid' && reading.claim.host !== null ? reading.claim.host : this.#machine.hostname;
    if (claim.is === 'alive' && claim.started !== 'after') return holderFrom(claim.process, host);
    if (openers.is === 'open') return first(openers.processes, host);
    if (creator.is === 'alive') return holderFrom(creator.process, host);
    if (state === 'held' && candidates.is === 'likely') return first(candidates.processes, host);
    if (creator.is === 'gone') return first(creator.processes, host);
    if (claim.is === 'none' || claim.is === 'garbled') return null;
    const pid = claim.is === 'alive' ? claim.process.pid : claim.pid;
    return { pid, host, user: null, command: null, cwd: null, startedAt: null };
  }
}

/** Beyond this silence, ms, only processes near the lock are still thought able to hold it: no usual heartbeat is that slow. */
const nearbyOnlyAfterMs = 2 * 60 * 1000;

/**
 * An upper bound of the interval that a holder keeps, ms: the longest pause that was watched, or the
 * time from the lock's birth to its last renewal, in which at least one interval passed.
 * null when it was never renewed. A last renewal from before the birth was copied or set back.
 */
function knownInterval(bornAt: number | null, writtenAt: number, renewalMs: number | null): number | null {
  if (bornAt === null) return renewalMs;
  const span = writtenAt - bornAt;
  if (span < -copiedMs) return 0;
  const bound = span > firstTouchMs ? span : null;
  return renewalMs === null ? bound : Math.min(renewalMs, bound ?? Infinity);
}

/** proper-lockfile touches a new lock once, rounding up to the next second and 5 ms, to learn the file system's precision. */
const firstTouchMs = 1100;
const copiedMs = 2000;

/** A stopped process renews nothing and may go on any time, so silence proves nothing while there is one. */
function doubtWhenStopped(heartbeat: HeartbeatFact, candidates: CandidateFact, reading: Reading): HeartbeatFact {
  if (heartbeat.is !== 'silent' || candidates.is !== 'possible' || reading.heartbeat === null) return heartbeat;
  const stopped = candidates.processes.some((process) => 'stopped' in process && process.stopped === true);
  return stopped ? { is: 'late', silentMs: heartbeat.silentMs, usualMs: reading.heartbeat.usualMs } : heartbeat;
}

/** The path as the kernel shows it in /proc: no symlinks above its last part. */
function kernelPath(lockPath: string): string {
  const folder = orGone(() => realpathSync(path.dirname(lockPath)));
  return folder === null ? lockPath : path.join(folder, path.basename(lockPath));
}

function openerFact(processes: readonly RunningProcess[]): OpenerFact {
  return processes.length === 0 ? { is: 'free' } : { is: 'open', processes };
}

function first(processes: readonly ProcessInfo[], host: string): Holder | null {
  const [process] = processes;
  return process === undefined ? null : holderFrom(process, host);
}

function holderFrom({ pid, user, command, cwd, startedAt }: ProcessInfo, host: string): Holder {
  return { pid, host, user, command, cwd, startedAt };
}
