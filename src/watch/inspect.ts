import type { Clock } from '../base/clock.ts';
import { text } from '../base/text.ts';
import { formatDuration } from '../base/duration.ts';
import { oldAgeMs } from '../locks/evidence.ts';
import type { Facts } from '../locks/facts.ts';
import { heartbeatThresholds } from '../locks/heartbeat.ts';
import { judge } from '../locks/judge.ts';
import type { Kinds } from '../locks/kinds/index.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Evidence, Holder, KernelLock, Lock, ProcessInfo, Verdict } from '../locks/lock.ts';
import { sameIdentity } from '../locks/observation.ts';
import { observe } from '../system/files.ts';
import type { Machine } from '../system/machine.ts';
import { isUndecided } from './creators.ts';
import { FactFinder, type Usage } from './fact-finder.ts';
import { holderAtBirth, Naming } from './naming.ts';
import { kernelPaths } from './real-folder.ts';
import { nothingRemembered, type Remembered } from './remembered.ts';
import { sight, sightLocked, type Sighting } from './sighting.ts';
import type { Reliance } from './vigil.ts';
import { Wakefulness } from './wakefulness.ts';

/** A lock with its verdict, and what the verdict rests on. */
export interface Judged {
  readonly lock: Lock;
  /** Who has it open for writing, as far as that was looked at. */
  readonly openers: readonly ProcessInfo[];
  readonly reliance: Reliance;
}

/** Judges locks that were sighted. */
export class Inspector {
  readonly #machine: Machine;
  readonly #clock: Clock;
  readonly #wakefulness: Wakefulness;

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
    this.#wakefulness = new Wakefulness(clock);
  }

  /** The lock at a path as it is now; null when none stands there. @param recall what is remembered of the very lock that was sighted */
  inspect(lockPath: string, kinds: Kinds, recall?: (sighting: Sighting) => Remembered): Lock | null {
    const sighting = sight(lockPath, kinds) ?? this.#sightLocked(lockPath);
    return sighting === null ? null : (this.listAll([sighting], kinds, recall)[0] ?? null);
  }

  /** The locks as they are now; those that are gone meanwhile are left out, and those that changed are judged as they are. */
  listAll(sightings: readonly Sighting[], kinds: Kinds, recall?: (sighting: Sighting) => Remembered): Lock[] {
    const locks: Lock[] = [];
    let pending = sightings;
    for (let attempt = 0; pending.length > 0 && attempt < mostAttempts; attempt++) {
      const { judged, outdated } = this.judgeAll(pending, recall);
      locks.push(...judged.map(({ lock }) => lock));
      pending = outdated.map(({ observation }) => sight(observation.path, kinds)).filter((sighting) => sighting !== null);
    }
    return locks;
  }

  /** Looks at the machine once for all, so that a hundred locks cost little more than one. */
  judgeAll(sightings: readonly Sighting[], recall?: (sighting: Sighting) => Remembered): { readonly judged: readonly Judged[]; readonly outdated: readonly Sighting[] } {
    const all = this.#judge(sightings, recall);
    // A holder that released its lock and ended after it was sighted looks dead, and its lock is gone.
    const isOutdated = ({ lock }: Judged): boolean => {
      if (lock.verdict.state !== 'stale') return false;
      const now = observe(lock.path);
      return now === null || !sameIdentity(now.identity, lock.identity);
    };
    const outdated = new Set(all.filter(isOutdated));
    return { judged: all.filter((each) => !outdated.has(each)), outdated: sightings.filter((_, i) => all[i] !== undefined && outdated.has(all[i])) };
  }

  #judge(sightings: readonly Sighting[], recall: (sighting: Sighting) => Remembered = () => nothingRemembered): Judged[] {
    if (sightings.length === 0) return [];
    const now = this.#clock.now();
    const awakeSince = this.#wakefulness.since();
    const finder = new FactFinder(this.#machine, now, awakeSince);
    const naming = new Naming(this.#machine);
    return this.#findFacts(sightings.map((sighting) => ({ sighting, remembered: recall(sighting) })), finder).map(({ sighting, remembered, usage, facts, acquiredAt }) => {
      const verdict = judge(facts);
      const holder = naming.holderOf(facts, sighting.reading, verdict.state);
      const kernelLocks = (usage.kernel ?? []).map((hold) => naming.kernelLock(hold));
      return {
        lock: asLock(sighting, acquiredAt, verdict, holder, kernelLocks),
        openers: usage.openers ?? [],
        reliance: relianceOf(sighting, remembered, facts, awakeSince, now),
      };
    });
  }

  /**
   * The facts of each lock. Who has a file open takes long to find, with many processes 0.1 s and more:
   * it is looked for only where nothing else proves that the holder lives, first among those who had
   * it open the last time.
   */
  #findFacts(subjects: readonly Subject[], finder: FactFinder): Found[] {
    const kernelPath = kernelPaths();
    const kernel = this.#machine.kernelLocks();
    const find = (subject: Subject, usage: Usage): Found => {
      const acquiredAt = acquisition(subject.sighting, subject.remembered, usage);
      return { ...subject, usage, acquiredAt, facts: finder.find(subject.sighting, acquiredAt, subject.remembered, usage) };
    };
    // The kernel's locks before the descriptors: who is about to lock a file has it open by then.
    const first = subjects.map((subject) => {
      const { path, identity } = subject.sighting.observation;
      const holds = kernel?.on({ path: kernelPath(path), dev: identity.dev, ino: identity.ino }) ?? null;
      return find(subject, { kernel: holds, openers: null });
    });
    const withOpeners = (found: readonly Found[], among?: readonly ProcessInfo[]): Found[] => {
      const open = found.filter((each) => !isDecided(each) && (among === undefined || each.remembered.openers.length > 0));
      const openers = open.length === 0 ? null : this.#machine.openers(open.map(({ sighting }) => kernelPath(sighting.observation.path)), among);
      if (openers === null) return [...found];
      const looked = new Set(open);
      return found.map((each) => (looked.has(each) ? find(each, { kernel: each.usage.kernel, openers: openers.get(kernelPath(each.sighting.observation.path)) ?? [] }) : each));
    };
    const before = subjects.flatMap(({ remembered }) => remembered.openers);
    return withOpeners(before.length === 0 ? first : withOpeners(first, before));
  }

  /** A lock that was released before it could be judged: it was held, or it could not have been released. */
  passed(sighting: Sighting, remembered: Remembered): Lock {
    const acquiredAt = acquisition(sighting, remembered, unseen);
    const held = formatDuration(Math.max(0, this.#clock.now() - acquiredAt));
    const verdict: Verdict = {
      state: 'held',
      evidence: [{ code: 'released-meanwhile', supports: 'held', message: text('it was released {held} after it was made', { held }) }],
    };
    return asLock(sighting, acquiredAt, verdict, holderAtBirth(sighting.reading, remembered.creators.processes, this.#machine.hostname), []);
  }

  /** A lock that was gone before it could be looked at. @param former the lock that stood at its path before */
  missed({ observation, reading, gitDir }: Sighting): Lock {
    const nobody: Reading = { ...reading, claim: { by: 'nobody' }, claimedAt: this.#clock.now() };
    const evidence: Evidence = { code: 'released-unread', supports: 'held', message: text('it came and went before it could be read') };
    return asLock({ observation, reading: nobody, gitDir }, this.#clock.now(), { state: 'held', evidence: [evidence] }, null, []);
  }

  /** @see KernelWatch, which finds them all; this is for one path that somebody asks about */
  #sightLocked(lockPath: string): Sighting | null {
    const place = kernelPaths()(lockPath);
    return sightLocked(lockPath, this.#machine.kernelLocks()?.byPath.get(place) ?? []);
  }
}

/** A lock that is to be judged. */
interface Subject {
  readonly sighting: Sighting;
  readonly remembered: Remembered;
}

/** What was found out about it. */
interface Found extends Subject {
  readonly usage: Usage;
  readonly acquiredAt: number;
  readonly facts: Facts;
}

/** Whether who has its file open could change nothing. */
function isDecided({ facts }: Found): boolean {
  return judge(facts).state === 'held' || (facts.basis === 'kernel-on-lasting-file' && facts.kernel.is === 'free');
}

const unseen: Usage = { openers: null, kernel: null };

/** A lock that is another at each of so many looks is held and released all the time; it is told when it stays. */
const mostAttempts = 3;

/** The latest time that a Date can hold, ms; a file's may be later. */
const latestDate = 8.64e15;

/**
 * Since when the lock is held at most, ms since the epoch. Locking leaves no trace on a file, so a
 * kernel lock is as old as its holder where nobody saw it being taken.
 */
function acquisition({ observation: { bornAt, writtenAt }, reading }: Sighting, { lockedAt }: Remembered, { kernel }: Usage): number {
  const made = reading.claimedAt ?? bornAt ?? writtenAt;
  const isKernels = reading.basis === 'kernel-on-lasting-file' && kernel !== null && kernel.length > 0;
  if (!isKernels) return Math.min(made, latestDate);
  const starts = kernel.flatMap(({ holders }) => holders.map(({ startedAt }) => startedAt)).filter((start) => start !== null);
  return Math.min(lockedAt ?? Math.max(bornAt ?? 0, starts.length === 0 ? made : Math.min(...starts)), latestDate);
}

function asLock({ observation, reading }: Sighting, acquiredAt: number, verdict: Verdict, holder: Holder | null, kernelLocks: readonly KernelLock[]): Lock {
  return {
    path: observation.path,
    resource: reading.resource,
    kind: reading.kind,
    title: reading.title,
    verdict,
    holder,
    waiters: kernelLocks.flatMap(({ waiters }) => waiters),
    kernelLocks,
    acquiredAt,
    breaking: reading.breaking,
    ways: reading.ways,
    companions: reading.companions,
    endsByRename: reading.endsByRename,
    check: reading.check,
    identity: observation.identity,
  };
}

/** How soon an open file is looked at again, ms: closing it leaves no trace. */
const openAgainMs = 2000;

/** How soon a git is looked at again that may turn out to have made the lock, ms. */
const undecidedAgainMs = 500;

function relianceOf({ observation, reading }: Sighting, { renewalMs, creators }: Remembered, facts: Facts, awakeSince: number, now: number): Reliance {
  const silences = reading.heartbeat === null ? [] : heartbeatThresholds(reading.heartbeat, observation, renewalMs);
  const deadlines = [now - facts.ageMs + oldAgeMs, ...silences.flatMap((silentMs) => [observation.writtenAt + silentMs, awakeSince + silentMs])];
  if (facts.openers.is === 'open' || facts.kernel.is === 'locked' || facts.kernel.is === 'new') deadlines.push(now + openAgainMs);
  if (facts.creator.is === 'alive' && isUndecided(creators, observation, reading)) deadlines.push(now + undecidedAgainMs);
  const next = Math.min(...deadlines.filter((deadline) => deadline > now));
  return { processes: processesIn(facts), deadline: Number.isFinite(next) ? next : null };
}

function processesIn({ claim, kernel, creator, openers, candidates }: Facts): ProcessInfo[] {
  return [
    ...(kernel.is === 'locked' ? kernel.processes : []),
    ...(claim.is === 'alive' ? [claim.process] : []),
    ...(creator.is === 'alive' ? [creator.process] : []),
    ...(openers.is === 'open' ? openers.processes : []),
    ...(candidates.is === 'likely' || candidates.is === 'possible' ? candidates.processes : []),
  ];
}
