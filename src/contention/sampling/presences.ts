import type { LockLine } from '../../system/linux/lock-lines.ts';
import { conflicts, fileOf, type ListedLock } from '../../system/linux/lock-stream-lines.ts';
import type { Actor, LockName, Mode } from '../model.ts';
import { Actors } from './actors.ts';
import { FileFinder, type Place } from './file-finder.ts';
import { OpenFileLocks } from './open-file-locks.ts';
import { Openers } from './openers.ts';
import { somebody, type Presence } from './presence.ts';
import { RecordedHolders } from './recorded-holders.ts';
import type { RootNames } from './root-names.ts';

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
  readonly held: Map<string, Held[]>;
  again: number;
  /** Locks that only a look at all processes tells more of. */
  readonly lost: LockLine[];
}

/** Who has had a lock for so long without being found is worth a look at all processes, ms. */
const worthMs = 20;
/** What could not be found is looked for again after so long, ms. */
const againMs = 1000;

/** Makes holds and waits of the kernel's list: those of files below the roots, and of files that are not known yet. */
export class Presences {
  readonly #finder: FileFinder;
  readonly #actors = new Actors();
  readonly #openers = new Openers();
  readonly #openFiles = new OpenFileLocks(this.#openers);
  readonly #recorded = new RecordedHolders(this.#openers);
  /** By key of the lock, for as long as it is in the list. */
  readonly #places = new Map<string, Place>();
  readonly #since = new Map<string, number>();

  constructor(roots: RootNames) {
    this.#finder = new FileFinder(roots);
  }

  /** @param now ms of performance.now() */
  of(locks: Listed, now: number): Shown {
    this.#forget(locks);
    const round = this.#round(locks, now);
    if (round.lost.length === 0) return round;
    if (!this.#openers.maySearchAll(now)) return { presences: round.presences, again: Math.min(round.again, this.#openers.searchesAllAt) };
    for (const open of this.#openers.searchAll(round.lost)) {
      for (const line of round.lost) if (open.inode === line.inode) this.#finder.learn(line, open, now);
    }
    const next = this.#round(locks, now);
    for (const line of next.lost) this.#recorded.giveUp(line, now + againMs);
    return next.lost.length === 0 ? next : { presences: next.presences, again: Math.min(next.again, Math.max(now + againMs, this.#openers.searchesAllAt)) };
  }

  #round(locks: Listed, now: number): Round {
    const round: Round = { now, presences: [], held: new Map(), again: Infinity, lost: [] };
    const concerning = [...locks.values()].map((listed) => ({ listed, place: this.#place(listed, round) })).filter(({ place }) => place.is !== 'outside');
    for (const { listed, place } of concerning) this.#holds(listed, place, round);
    for (const { listed, place } of concerning) if (listed.waiters.length > 0) this.#waits(listed, place, round);
    return round;
  }

  #place({ line, waiters }: ListedLock, round: Round): Place {
    const known = this.#places.get(line.key);
    if (known !== undefined && known.is !== 'unknown') return known;
    const pids = [line, ...waiters].map(({ pid }) => pid).filter((pid) => pid > 0);
    const place = this.#finder.find(line, pids, round.now);
    this.#places.set(line.key, place);
    if (place.is === 'unknown') this.#lose(line, round);
    return place;
  }

  /** What lasts a little is worth a look at all processes. */
  #lose(line: LockLine, round: Round): void {
    const since = this.#since.get(line.key) ?? round.now;
    this.#since.set(line.key, since);
    if (round.now - since >= worthMs) round.lost.push(line);
    else round.again = Math.min(round.again, since + worthMs);
  }

  #holds({ line, copies }: ListedLock, place: Place, round: Round): void {
    const held = round.held.get(fileOf(line)) ?? [];
    round.held.set(fileOf(line), held);
    const add = (id: string, actor: Actor): void => {
      held.push({ line, actor });
      round.presences.push({ key: `hold ${line.key} ${id}`, is: 'hold', file: fileOf(line), lock: nameIn(place), mode: modeOf(line), actor, blockers: [] });
    };
    if (line.by !== 'ofd') {
      const actor = this.#actors.name(line.by === 'flock' ? this.#flockHolder(line, place, round) : line.pid, round.now);
      for (let i = 0; i < copies; i++) add(String(i), actor);
      return;
    }
    // The next look must see whether it is still the same.
    round.again = round.now;
    for (const { id, value } of this.#openFiles.holders(line, copies)) {
      if (value === null) this.#lose(line, round);
      add(String(id), value === null ? somebody : this.#actors.name(value.pid, round.now));
    }
  }

  #flockHolder(line: LockLine, place: Place, round: Round): number {
    this.#openers.note(line, line.pid);
    if (place.is !== 'below') return line.pid;
    const { pid, isLost, checkAt } = this.#recorded.holder(line, round.now);
    if (isLost) round.lost.push(line);
    else round.again = Math.min(round.again, checkAt);
    return pid;
  }

  #waits({ line: blocker, waiters }: ListedLock, place: Place, round: Round): void {
    const held = round.held.get(fileOf(blocker)) ?? [];
    for (const [line, count] of counted(waiters)) {
      const blockers = held.filter((each) => conflicts(each.line, line)).toSorted((a, b) => Number(b.line === blocker) - Number(a.line === blocker));
      const add = (id: string, actor: Actor): void => {
        const key = `wait ${line.key} ${id}`;
        round.presences.push({ key, is: 'wait', file: fileOf(line), lock: nameIn(place), mode: modeOf(line), actor, blockers: blockers.map((each) => each.actor) });
      };
      if (line.by !== 'ofd') {
        this.#openers.note(line, line.pid);
        for (let i = 0; i < count; i++) add(String(i), this.#actors.name(line.pid, round.now));
        continue;
      }
      for (const { id, value } of this.#openFiles.waiters(line, count)) {
        if (value === null) this.#lose(blocker, round);
        add(String(id), value === null ? somebody : this.#actors.name(value.pid, round.now));
      }
    }
  }

  #forget(locks: Listed): void {
    const isListed = (key: string): boolean => locks.has(key);
    for (const key of this.#places.keys()) if (!isListed(key)) this.#places.delete(key);
    for (const key of this.#since.keys()) if (!isListed(key)) this.#since.delete(key);
    this.#recorded.keep(isListed);
    const waiting = new Set([...locks.values()].flatMap(({ waiters }) => waiters.map(({ key }) => key)));
    this.#openFiles.keep((key) => isListed(key) || waiting.has(key));
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
