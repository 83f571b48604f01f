import type { Disposable } from '../../base/disposable.ts';
import type { LockLine } from '../../system/linux/lock-lines.ts';
import { conflicts, fileOf, type ListedLock } from '../../system/linux/lock-stream-lines.ts';
import { unknownActor, type Actor, type LockName, type Mode } from '../model.ts';
import { Actors } from './actors.ts';
import type { Place } from './file-finder.ts';
import type { What } from './missing.ts';
import { OpenFileLocks } from './open-file-locks.ts';
import type { Presence } from './presence.ts';
import { RecordedHolders } from './recorded-holders.ts';
import type { RootNames } from './root-names.ts';
import type { Slot } from './slots.ts';
import { Whereabouts } from './whereabouts.ts';

/** What one look shows. */
export interface Shown {
  readonly presences: readonly Presence[];
  /** When more may be found out although the list reads the same, ms of performance.now(); Infinity: never. */
  readonly again: number;
}

type Listed = ReadonlyMap<string, ListedLock>;

interface Held {
  readonly line: LockLine;
  readonly actor: Actor;
}

interface Round {
  readonly now: number;
  readonly presences: Presence[];
  /** By file. */
  readonly held: Map<string, Held[]>;
  again: number;
}

/** Who is about to have an open file's lock cannot be told for a moment, ms. */
const handoverMs = 2;

/**
 * Makes holds and waits of the kernel's list: those of files below the roots, and of files that are not known yet. In a
 * container the list has no locks of processes outside of it, and those are not told; nor are locks of files that no
 * process of this user has open.
 */
export class Presences implements Disposable {
  readonly #actors = new Actors();
  readonly #whereabouts: Whereabouts;
  readonly #openFiles: OpenFileLocks;
  readonly #recorded: RecordedHolders;

  constructor(roots: RootNames) {
    this.#whereabouts = new Whereabouts(roots);
    this.#openFiles = new OpenFileLocks(this.#whereabouts.openers);
    this.#recorded = new RecordedHolders(this.#whereabouts.openers);
  }

  /** @param now ms of performance.now() */
  of(locks: Listed, now: number): Shown {
    this.#begin(locks);
    const placeOf = this.#whereabouts.find(locks, now);
    const round: Round = { now, presences: [], held: new Map(), again: Infinity };
    const concerning = [...locks.values()].map((listed) => ({ listed, place: placeOf(listed.line) })).filter(({ place }) => place.is !== 'outside');
    for (const { listed, place } of concerning) this.#holds(listed, place, round);
    for (const { listed, place } of concerning) if (listed.waiters.length > 0) this.#waits(listed, place, round);
    return { presences: round.presences, again: Math.min(round.again, this.#whereabouts.plan(now)) };
  }

  /** Whether another may have an open file's lock by now, though the list reads the same. */
  get isAnyLost(): boolean {
    return this.#openFiles.isAnyLost;
  }

  /** Whether there is a search to go on with. */
  get isSearching(): boolean {
    return this.#whereabouts.openers.isSearching;
  }

  /** Goes on with a search for a short while; whether more is known by then. @param now ms of performance.now() */
  search(now: number): boolean {
    return this.#whereabouts.search(now);
  }

  dispose(): void {
    this.#openFiles.dispose();
  }

  #begin(locks: Listed): void {
    const waiting = new Set([...locks.values()].flatMap(({ waiters }) => waiters.map(({ key }) => key)));
    this.#openFiles.keep((key) => locks.has(key) || waiting.has(key));
    this.#recorded.startRound((key) => locks.has(key));
  }

  #holds({ line, copies }: ListedLock, place: Place, round: Round): void {
    const held = round.held.get(fileOf(line)) ?? [];
    round.held.set(fileOf(line), held);
    for (const [id, pid] of this.#holders(line, copies, place, round)) {
      const actor = this.#name(pid, round);
      held.push({ line, actor });
      round.presences.push({ key: `hold ${line.key} ${id}`, is: 'hold', file: fileOf(line), lock: nameIn(place), mode: modeOf(line), actor, blockers: [] });
    }
  }

  /** By what tells them apart, their pids. */
  #holders(line: LockLine, copies: number, place: Place, round: Round): readonly (readonly [number, number | null])[] {
    if (line.by === 'ofd') return this.#known(line, 'holder', this.#openFiles.holders(line, copies), copies, round);
    const pid = line.by === 'flock' && place.is === 'below' ? this.#flockHolder(line, round) : line.pid;
    return Array.from({ length: copies }, (_, i) => [i, pid] as const);
  }

  #flockHolder(line: LockLine, round: Round): number {
    const { pid, isLost, checkAt } = this.#recorded.holder(line, round.now);
    if (isLost) this.#whereabouts.miss(line, 'holder', 0, round.now);
    else {
      this.#whereabouts.found(line, 'holder');
      round.again = Math.min(round.again, checkAt);
    }
    return pid;
  }

  #waits({ line: blocker, waiters }: ListedLock, place: Place, round: Round): void {
    const held = round.held.get(fileOf(blocker)) ?? [];
    for (const [line, count] of counted(waiters)) {
      const blockers = held.filter((each) => conflicts(each.line, line)).toSorted((a, b) => Number(b.line === blocker) - Number(a.line === blocker));
      for (const [id, pid] of this.#waiters(line, count, blocker, round)) {
        const key = `wait ${line.key} ${id}`;
        const actor = this.#name(pid, round);
        round.presences.push({ key, is: 'wait', file: fileOf(line), lock: nameIn(place), mode: modeOf(line), actor, blockers: blockers.map((each) => each.actor) });
      }
    }
  }

  #waiters(line: LockLine, count: number, blocker: LockLine, round: Round): readonly (readonly [number, number | null])[] {
    if (line.by === 'ofd') return this.#known(blocker, 'waiter', this.#openFiles.waiters(line, count), count, round);
    this.#whereabouts.openers.note(line, line.pid);
    return Array.from({ length: count }, (_, i) => [i, line.pid] as const);
  }

  /** Of an open file's lock it may not be known who has it or waits. */
  #known(line: LockLine, what: What, slots: readonly Slot<{ readonly pid: number }>[], count: number, round: Round): readonly (readonly [number, number | null])[] {
    if (slots.length < count) round.again = round.now;
    if (slots.some(({ value }) => value === null)) this.#whereabouts.miss(line, what, handoverMs, round.now);
    else this.#whereabouts.found(line, what);
    return slots.map(({ id, value }) => [id, value?.pid ?? null] as const);
  }

  #name(pid: number | null, { now }: Round): Actor {
    return pid === null ? unknownActor : this.#actors.name(pid, now);
  }
}

function nameIn(place: Place): LockName | null {
  return place.is === 'below' ? place.lock : null;
}

function modeOf({ mode }: LockLine): Mode {
  return mode === 'read' ? 'shared' : 'exclusive';
}

function counted(lines: readonly LockLine[]): ReadonlyMap<LockLine, number> {
  const counts = new Map<LockLine, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
