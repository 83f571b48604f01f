import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { oldAgeMs } from '../locks/evidence.ts';
import type { Facts } from '../locks/facts.ts';
import { heartbeatThresholds } from '../locks/heartbeat.ts';
import { judge } from '../locks/judge.ts';
import type { Holder, Lock, LockState, ProcessInfo } from '../locks/lock.ts';
import type { Machine } from '../system/machine.ts';
import { FactFinder } from './fact-finder.ts';
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
    const places = sightings.map(({ observation }) => kernelPath(observation.path));
    const openers = this.#machine.openers(places);
    return sightings.map((sighting, i) => {
      const open = openers === null ? null : (openers.get(places[i] ?? '') ?? []);
      const remembered = recall(sighting);
      const acquiredAt = Math.min(sighting.reading.claimedAt ?? sighting.observation.bornAt ?? sighting.observation.writtenAt, latestDate);
      const facts = finder.find(sighting, acquiredAt, remembered, open);
      return { lock: this.#lock(sighting, acquiredAt, facts), reliance: relianceOf(sighting, remembered, facts, now) };
    });
  }

  #lock({ observation, reading }: Sighting, acquiredAt: number, facts: Facts): Lock {
    const verdict = judge(facts);
    return {
      path: observation.path,
      resource: reading.resource,
      kind: reading.kind,
      title: reading.title,
      verdict,
      holder: this.#holder(facts, reading.claim.by === 'pid' ? reading.claim.host : null, verdict.state),
      waiters: [],
      acquiredAt,
      breaking: reading.breaking,
      companions: reading.companions,
      identity: observation.identity,
    };
  }

  #holder({ claim, creator, openers, candidates }: Facts, claimedHost: string | null, state: LockState): Holder | null {
    const host = claimedHost ?? this.#machine.hostname;
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

/** The latest time that a Date can hold, ms; a file's may be later. */
const latestDate = 8.64e15;

/** How soon an open file is looked at again, ms: closing it leaves no trace. */
const openAgainMs = 2000;

function relianceOf({ observation, reading }: Sighting, { renewalMs }: Remembered, facts: Facts, now: number): Reliance {
  const silences = reading.heartbeat === null ? [] : heartbeatThresholds(reading.heartbeat, observation, renewalMs);
  const deadlines = [now - facts.ageMs + oldAgeMs, ...silences.map((silentMs) => observation.writtenAt + silentMs)];
  if (facts.openers.is === 'open' || facts.openers.is === 'locked') deadlines.push(now + openAgainMs);
  const next = Math.min(...deadlines.filter((deadline) => deadline > now));
  return { processes: processesIn(facts), deadline: Number.isFinite(next) ? next : null };
}

function processesIn({ claim, creator, openers, candidates }: Facts): ProcessInfo[] {
  return [
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

function first(processes: readonly ProcessInfo[], host: string): Holder | null {
  const [process] = processes;
  return process === undefined ? null : holderFrom(process, host);
}

function holderFrom({ pid, user, command, cwd, startedAt }: ProcessInfo, host: string): Holder {
  return { pid, host, user, command, cwd, startedAt };
}
