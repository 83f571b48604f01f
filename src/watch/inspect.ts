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
import { FactFinder, type Usage } from './fact-finder.ts';
import { holderAtBirth, Naming } from './naming.ts';
import { kernelPaths } from './real-folder.ts';
import { nothingRemembered, type Remembered } from './remembered.ts';
import { sight, sightLocked, type Sighting } from './sighting.ts';
import type { Reliance } from './vigil.ts';

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

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
  }

  /** The lock at a path as it is now; null when none stands there. */
  inspect(lockPath: string, kinds: Kinds, remembered: Remembered = nothingRemembered): Lock | null {
    const sighting = sight(lockPath, kinds) ?? this.#sightLocked(lockPath);
    return sighting === null ? null : (this.listAll([sighting], kinds, () => remembered)[0] ?? null);
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
    const finder = new FactFinder(this.#machine, now);
    const naming = new Naming(this.#machine);
    const usage = this.#usage(sightings);
    return sightings.map((sighting, i) => {
      const used = usage[i] ?? unseen;
      const remembered = recall(sighting);
      const acquiredAt = acquisition(sighting, remembered, used);
      const facts = finder.find(sighting, acquiredAt, remembered, used);
      const verdict = judge(facts);
      const holder = naming.holderOf(facts, sighting.reading, verdict.state);
      const kernelLocks = (used.kernel ?? []).map((hold) => naming.kernelLock(hold));
      return { lock: asLock(sighting, acquiredAt, verdict, holder, kernelLocks), openers: used.openers ?? [], reliance: relianceOf(sighting, remembered, facts, now) };
    });
  }

  /** A lock that was released before it could be judged: it was held, or it could not have been released. */
  passed(sighting: Sighting, remembered: Remembered): Lock {
    const acquiredAt = acquisition(sighting, remembered, unseen);
    const held = formatDuration(Math.max(0, this.#clock.now() - acquiredAt));
    const verdict: Verdict = {
      state: 'held',
      evidence: [{ code: 'released-meanwhile', supports: 'held', message: text('it was released {held} after it was made', { held }) }],
    };
    return asLock(sighting, acquiredAt, verdict, holderAtBirth(sighting.reading, remembered.creators, this.#machine.hostname), []);
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

  /** The kernel's locks before the descriptors: who is about to lock a file has it open by then. */
  #usage(sightings: readonly Sighting[]): Usage[] {
    const kernel = this.#machine.kernelLocks();
    const kernelPath = kernelPaths();
    const seen = sightings.map(({ observation: { path, identity }, reading }) => {
      const place = kernelPath(path);
      const holds = kernel?.on({ path: place, dev: identity.dev, ino: identity.ino }) ?? null;
      return { place, holds, isDecided: reading.basis === 'kernel-on-lasting-file' && (holds?.length ?? 0) > 0 };
    });
    const openers = this.#machine.openers(seen.filter(({ isDecided }) => !isDecided).map(({ place }) => place));
    return seen.map(({ place, holds, isDecided }) => ({ kernel: holds, openers: openers === null || isDecided ? null : (openers.get(place) ?? []) }));
  }
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
    identity: observation.identity,
  };
}

/** How soon an open file is looked at again, ms: closing it leaves no trace. */
const openAgainMs = 2000;

function relianceOf({ observation, reading }: Sighting, { renewalMs }: Remembered, facts: Facts, now: number): Reliance {
  const silences = reading.heartbeat === null ? [] : heartbeatThresholds(reading.heartbeat, observation, renewalMs);
  const deadlines = [now - facts.ageMs + oldAgeMs, ...silences.map((silentMs) => observation.writtenAt + silentMs)];
  if (facts.openers.is === 'open' || facts.kernel.is === 'locked' || facts.kernel.is === 'new') deadlines.push(now + openAgainMs);
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
