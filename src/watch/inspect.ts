import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { oldAgeMs } from '../locks/evidence.ts';
import type { Facts } from '../locks/facts.ts';
import { heartbeatThresholds } from '../locks/heartbeat.ts';
import { judge } from '../locks/judge.ts';
import type { Reading } from '../locks/kinds/kind.ts';
import type { Holder, KernelLock, Lock, LockState, ProcessInfo } from '../locks/lock.ts';
import type { KernelHold, Machine } from '../system/machine.ts';
import { FactFinder, type Usage } from './fact-finder.ts';
import { realFolder } from './real-folder.ts';
import { nothingRemembered, type Remembered } from './remembered.ts';
import { sight, type Sighting } from './sighting.ts';
import type { Reliance } from './vigil.ts';

/** A lock with its verdict, and what the verdict rests on. */
export interface Judged {
  readonly lock: Lock;
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
  inspect(lockPath: string, remembered: Remembered = nothingRemembered): Lock | null {
    const sighting = sight(lockPath);
    return sighting === null ? null : (this.judgeAll([sighting], () => remembered)[0]?.lock ?? null);
  }

  /** Looks at the machine once for all, so that a hundred locks cost little more than one. */
  judgeAll(sightings: readonly Sighting[], recall: (sighting: Sighting) => Remembered = () => nothingRemembered): Judged[] {
    if (sightings.length === 0) return [];
    const now = this.#clock.now();
    const finder = new FactFinder(this.#machine, now);
    const usage = this.#usage(sightings);
    return sightings.map((sighting, i) => {
      const used = usage[i] ?? unseen;
      const remembered = recall(sighting);
      const acquiredAt = Math.min(sighting.reading.claimedAt ?? sighting.observation.bornAt ?? sighting.observation.writtenAt, latestDate);
      const facts = finder.find(sighting, acquiredAt, remembered, used);
      return { lock: this.#lock(sighting, acquiredAt, facts, used.kernel ?? []), reliance: relianceOf(sighting, remembered, facts, now) };
    });
  }

  /** The kernel's locks before the descriptors: who is about to lock a file has it open by then. */
  #usage(sightings: readonly Sighting[]): Usage[] {
    const places = sightings.map(({ observation }) => kernelPath(observation.path));
    const kernel = this.#machine.kernelLocks();
    const onFiles = sightings.map(({ observation: { identity } }, i) => kernel?.on({ path: places[i] ?? '', dev: identity.dev, ino: identity.ino }) ?? null);
    const openers = this.#machine.openers(places);
    return places.map((place, i) => ({ kernel: onFiles[i] ?? null, openers: openers === null ? null : (openers.get(place) ?? []) }));
  }

  #lock({ observation, reading }: Sighting, acquiredAt: number, facts: Facts, kernel: readonly KernelHold[]): Lock {
    const verdict = judge(facts);
    const kernelLocks = kernel.map((hold) => this.#kernelLock(hold));
    return {
      path: observation.path,
      resource: reading.resource,
      kind: reading.kind,
      title: reading.title,
      verdict,
      holder: this.#holder(facts, hostIn(reading), verdict.state),
      waiters: kernelLocks.flatMap(({ waiters }) => waiters),
      kernelLocks,
      acquiredAt,
      breaking: reading.breaking,
      ways: reading.ways,
      companions: reading.companions,
      identity: observation.identity,
    };
  }

  #kernelLock({ holders, waiters, ...lock }: KernelHold): KernelLock {
    const host = this.#machine.hostname;
    return { ...lock, holders: holders.map((process) => this.#holderFrom(process, host)), waiters: waiters.map((process) => this.#holderFrom(process, host)) };
  }

  #holder(facts: Facts, claimedHost: string | null, state: LockState): Holder | null {
    const { claim } = facts;
    const host = claimedHost ?? this.#machine.hostname;
    if (state === 'idle') return null;
    const process = processToName(facts, state);
    if (process !== undefined) return this.#holderFrom(process, host);
    switch (claim.is) {
      case 'none':
      case 'garbled':
        return null;
      case 'person':
        return { ...nobody, host, user: claim.user };
      case 'alive':
        return { ...nobody, host, pid: claim.process.pid };
      default:
        return { ...nobody, host, pid: claim.pid };
    }
  }

  #holderFrom(process: ProcessInfo, host: string): Holder {
    const { pid, user, command, cwd, startedAt, startMark } = process;
    return { pid, host, user, command, cwd, startedAt, startMark, ...this.#machine.lineage(process) };
  }
}

const nobody: Holder = { pid: null, host: null, user: null, command: null, cwd: null, startedAt: null, startMark: null, parents: [], container: null };

const unseen: Usage = { openers: null, kernel: null };

/** Whom the facts point at most; a process that only has a lasting file open holds nothing. */
function processToName({ basis, claim, kernel, creator, openers, candidates }: Facts, state: LockState): ProcessInfo | undefined {
  if (kernel.is === 'locked' && kernel.processes.length > 0) return kernel.processes[0];
  if (basis === 'kernel-on-lasting-file') return undefined;
  if (claim.is === 'alive' && claim.started !== 'after') return claim.process;
  if (openers.is === 'open') return openers.processes[0];
  if (creator.is === 'alive') return creator.process;
  if (state === 'held' && candidates.is === 'likely') return candidates.processes[0];
  return creator.is === 'gone' ? creator.processes[0] : undefined;
}

function hostIn({ claim }: Reading): string | null {
  return claim.by === 'pid' || claim.by === 'person' ? claim.host : null;
}

/** The latest time that a Date can hold, ms; a file's may be later. */
const latestDate = 8.64e15;

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

/** The path as the kernel shows it in /proc: no symlinks above its last part. */
function kernelPath(lockPath: string): string {
  return path.join(realFolder(path.dirname(lockPath)), path.basename(lockPath));
}
