import { heartbeatFact } from '../locks/heartbeat.ts';
import type { Basis, BootFact, CandidateFact, ClaimFact, CreatorFact, Facts, HeartbeatFact, KernelFact, OpenerFact } from '../locks/facts.ts';
import type { Claim, PidClaim, Reading } from '../locks/kinds/kind.ts';
import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import { isThisHost, mayBeThisHost, type KernelHold, type Machine, type Probe, type RunningProcess, type Sharing } from '../system/machine.ts';
import { CandidateSearch, type Creators } from './candidates.ts';
import { realSharing } from './real-folder.ts';
import type { Remembered } from './remembered.ts';
import type { Sighting } from './sighting.ts';

/** Until so long after its last change a lock file without a kernel lock may be about to get one, ms. */
const lockingDueMs = 2000;

/** What was seen of the processes that use a lock's file; null where they cannot be seen. */
export interface Usage {
  readonly openers: readonly RunningProcess[] | null;
  readonly kernel: readonly KernelHold[] | null;
}

/**
 * Finds out what the machine knows about locks. Made for one round of judging: lists of processes are
 * taken once and shared by all locks of the round.
 */
export class FactFinder {
  readonly #machine: Machine;
  readonly #now: number;
  readonly #awakeSince: number;
  readonly #search: CandidateSearch;
  readonly #sharing: (path: string) => Sharing;
  readonly #probes = new Map<number, Probe>();
  #namesakes: ReadonlySet<number> | null | undefined;
  #booted: number | null | undefined;

  /**
   * @param now ms since the epoch
   * @param awakeSince see Wakefulness
   */
  constructor(machine: Machine, now: number, awakeSince: number) {
    this.#machine = machine;
    this.#now = now;
    this.#awakeSince = awakeSince;
    this.#search = new CandidateSearch(machine);
    this.#sharing = realSharing(machine);
  }

  find(sighting: Sighting, acquiredAt: number, remembered: Remembered, { openers, kernel }: Usage): Facts {
    const { observation, reading } = sighting;
    const told: HeartbeatFact =
      reading.heartbeat === null ? { is: 'none' } : heartbeatFact(reading.heartbeat, observation, remembered.renewalMs, this.#awakeSince, this.#now);
    const { heartbeat, candidates } = doubtWhenStopped(told, this.#candidates(sighting, told), reading);
    return {
      ageMs: Math.max(0, this.#now - acquiredAt),
      basis: basisOf(reading, remembered),
      claim: this.#claim(reading, observation),
      kernel: this.#kernel(kernel, observation),
      creator: this.#creator(remembered.creators, reading),
      openers: openerFact(openers),
      candidates,
      heartbeat,
      boot: this.#boot(reading, observation),
    };
  }

  #kernel(locks: readonly KernelHold[] | null, { path: lockPath, changedAt }: Observation): KernelFact {
    if (locks !== null && locks.length > 0) return { is: 'locked', processes: unique(locks.flatMap(({ holders }) => holders)) };
    if (locks === null || this.#sharing(lockPath) !== 'private') return { is: 'unseen' };
    return this.#now - changedAt < lockingDueMs ? { is: 'new' } : { is: 'free' };
  }

  #claim(reading: Reading, observation: Observation): ClaimFact {
    const { claim } = reading;
    switch (claim.by) {
      case 'nobody':
        return { is: 'none' };
      case 'garbled':
        return { is: 'garbled', reason: claim.reason };
      case 'pid':
        return this.#claimOf(claim, reading, observation);
      case 'several':
        return liveliest(claim.claims.map((each) => this.#claimOf(each, reading, observation)));
      case 'person':
        return claim.host !== null && !mayBeThisHost(claim.host, this.#machine.hostname)
          ? { is: 'elsewhere', pid: null, host: claim.host }
          : { is: 'person', user: claim.user };
    }
  }

  #claimOf(claim: PidClaim, reading: Reading, observation: Observation): ClaimFact {
    const { pid, host, hostIsGuess } = claim;
    const sharing = this.#sharing(observation.path);
    const isForeign = host !== null && !isThisHost(host, this.#machine.hostname);
    if (isForeign && !hostIsGuess && !mayBeThisHost(host, this.#machine.hostname)) return { is: 'elsewhere', pid, host };
    if (sharing === 'containers' || (sharing === 'machines' && host === null)) return { is: 'unverifiable', pid, reason: 'shared-place' };
    const here = this.#claimHere(claim, reading, observation);
    // A word beside the pid may be a host, and half a host's name another one: a live process here refutes that, a dead one does not.
    return isForeign && !(here.is === 'alive' && here.started === 'before') ? { is: 'elsewhere', pid, host } : here;
  }

  #claimHere(claim: PidClaim, reading: Reading, observation: Observation): ClaimFact {
    const { pid } = claim;
    const fact = this.#claimAmongThose(claim, reading, observation);
    const isAlive = fact.is === 'alive' && fact.started !== 'after';
    switch (this.#hasNamesake(pid)) {
      case 'yes':
        return { is: 'unverifiable', pid, reason: 'namesake-in-container' };
      case 'unseen':
        return isAlive ? fact : { is: 'unverifiable', pid, reason: 'no-permission' };
      case 'no':
        return fact;
    }
  }

  /** What became of a pid, if it is one of those that can be seen from here. */
  #claimAmongThose({ pid, mark }: PidClaim, reading: Reading, observation: Observation): ClaimFact {
    const boot = this.#boot(reading, observation);
    const isMarked = mark !== null && mark.bootId === this.#machine.bootId();
    if (mark !== null && !isMarked && boot === 'before-boot') return { is: 'earlier-boot', pid };
    const probe = this.#probe(pid);
    switch (probe.is) {
      case 'hidden':
        return { is: 'unverifiable', pid, reason: 'no-permission' };
      case 'alive': {
        const started = this.#started(probe.process, reading, observation);
        const ticks = isMarked ? mark.startTicks : null;
        const isOther = ticks !== null && ticks !== probe.process.startMark;
        if (ticks !== null && !isOther) return { is: 'alive', process: probe.process, started: 'before' };
        // Ticks count differently in a time namespace, so a mark that differs alone is no proof; nor is the clock of a file server.
        const isUnclear = (isOther && started === 'before') || (started === 'after' && this.#sharing(observation.path) !== 'private');
        return { is: 'alive', process: probe.process, started: isUnclear ? 'unclear' : started };
      }
      case 'dead':
      case 'zombie':
        return { is: probe.is, pid };
    }
  }

  #probe(pid: number): Probe {
    const known = this.#probes.get(pid) ?? this.#machine.probe(pid);
    this.#probes.set(pid, known);
    return known;
  }

  /** Whether a process in a container may be meant by a number. */
  #hasNamesake(pid: number): 'yes' | 'no' | 'unseen' {
    this.#namesakes = this.#namesakes === undefined ? this.#machine.namesakes() : this.#namesakes;
    if (this.#namesakes === null) return 'unseen';
    return this.#namesakes.has(pid) ? 'yes' : 'no';
  }

  /**
   * A pid file may be older than its process (rewritten at each start) and its birth younger than its
   * content (restored), so only a start after all of its times proves that the number was reused.
   */
  #started(process: RunningProcess, { claimedAt, claimWrittenAt }: Reading, { bornAt, writtenAt, changedAt }: Observation): 'before' | 'after' | 'unclear' {
    const onDisk = this.#machine.startedAfter(process, Math.max(bornAt ?? changedAt, writtenAt, claimWrittenAt ?? 0));
    const claimed = claimedAt === null ? onDisk : this.#machine.startedAfter(process, claimedAt);
    if (onDisk !== claimed) return 'unclear';
    return onDisk === 'yes' ? 'after' : onDisk === 'no' ? 'before' : 'unclear';
  }

  /** Of a file that may outlive its lock, who made it may have released it long ago; of a lock whose maker was not seen with it, it may be another's. */
  #creator({ processes, isCertain }: Creators, { mayOutlive, search }: Reading): CreatorFact {
    if (processes.length === 0) return { is: 'unseen' };
    const decides = isCertain && !mayOutlive;
    for (const creator of processes) {
      const probe = this.#probe(creator.pid);
      if (probe.is === 'hidden') return { is: 'unseen' };
      const isSame = probe.is === 'alive' && probe.process.startMark === creator.startMark;
      // A copy of git that has become the editor holds nothing.
      if (isSame && (search !== 'git' || programIn(probe.process) === programIn(creator))) return { is: 'alive', process: probe.process, decides };
    }
    return { is: 'gone', processes, decides };
  }

  #candidates({ observation, reading, gitDir }: Sighting, heartbeat: HeartbeatFact): CandidateFact {
    const { search } = reading;
    if (search === null) return { is: 'unsearched' };
    if (search === 'git') return gitDir === null ? { is: 'unsearched' } : this.#search.inRepository(gitDir, observation);
    if (typeof search === 'object' && 'folder' in search) return this.#search.workingIn(search, observation);
    const isRenewed = reading.heartbeat !== null;
    if (isRenewed && heartbeat.is !== 'late' && heartbeat.is !== 'silent') return { is: 'unsearched' };
    // Whose silence would be proof may go by any name: one of them that stands still is enough to doubt it.
    return this.#search.anywhere(heartbeat.is === 'silent' ? 'anybody' : search, observation);
  }

  /** A lock can be taken by linking or renaming an old file; only its last change tells when. */
  #boot({ claim, mayOutlive }: Reading, { path: lockPath, bornAt, writtenAt, changedAt }: Observation): BootFact {
    this.#booted = this.#booted === undefined ? this.#machine.bootedAfter() : this.#booted;
    const booted = this.#booted;
    const elsewhere = hostsOf(claim).some((host) => !isThisHost(host, this.#machine.hostname));
    if (booted === null || elsewhere || mayOutlive || this.#sharing(lockPath) !== 'private') return 'unclear';
    return Math.max(bornAt ?? 0, writtenAt, changedAt) < booted ? 'before-boot' : 'since-boot';
  }
}

/**
 * A stopped process renews nothing and may go on any time, so silence proves nothing while there is
 * one, nor where it cannot be seen whether there is one. All others could have spoken.
 */
function doubtWhenStopped(heartbeat: HeartbeatFact, candidates: CandidateFact, { heartbeat: rule }: Reading): Pick<Facts, 'heartbeat' | 'candidates'> {
  if (heartbeat.is !== 'silent' || rule === null || candidates.is === 'none') return { heartbeat, candidates };
  const late: HeartbeatFact = { is: 'late', silentMs: heartbeat.silentMs, usualMs: rule.usualMs };
  if (candidates.is !== 'possible') return { heartbeat: late, candidates };
  const processes = candidates.processes.filter((process) => 'stopped' in process && process.stopped === true);
  return processes.length > 0 ? { heartbeat: late, candidates: { is: 'possible', processes } } : { heartbeat, candidates: { is: 'unsearched' } };
}

/** The program in a command line; of git's own programs, git. */
function programIn({ command }: ProcessInfo): string {
  const program = command?.split(' ')[0] ?? '';
  return program.startsWith('git-') ? 'git' : program;
}

/** A file that says nothing, but was seen under a kernel lock, is of the sort that stays and is locked by the kernel. */
function basisOf({ basis, mayOutlive, claim, search }: Reading, { wasKernelLocked }: Remembered): Basis {
  const isUnknownSort = basis === 'existence' && mayOutlive && claim.by === 'nobody' && search === null;
  return isUnknownSort && wasKernelLocked ? 'kernel-on-lasting-file' : basis;
}

function openerFact(processes: readonly RunningProcess[] | null): OpenerFact {
  if (processes === null) return { is: 'unseen' };
  return processes.length > 0 ? { is: 'open', processes } : { is: 'free' };
}

/** The hosts that a claim names for certain or perhaps. */
function hostsOf(claim: Claim): readonly string[] {
  switch (claim.by) {
    case 'pid':
    case 'person':
      return claim.host === null ? [] : [claim.host];
    case 'several':
      return claim.claims.flatMap(hostsOf);
    case 'nobody':
    case 'garbled':
      return [];
  }
}

/** Of several holders, the fact about the one that keeps the lock most: it is free only when all are gone. */
function liveliest(facts: readonly ClaimFact[]): ClaimFact {
  const isDead = (fact: ClaimFact): boolean =>
    fact.is === 'dead' || fact.is === 'zombie' || fact.is === 'earlier-boot' || (fact.is === 'alive' && fact.started === 'after');
  const isAlive = (fact: ClaimFact): boolean => fact.is === 'alive' && fact.started === 'before';
  return facts.find(isAlive) ?? facts.find((fact) => !isDead(fact)) ?? facts[0] ?? { is: 'none' };
}

function unique(processes: readonly RunningProcess[]): RunningProcess[] {
  return [...new Map(processes.map((process) => [process.pid, process])).values()];
}
