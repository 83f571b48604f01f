import type { Disposable } from '../../base/disposable.ts';
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
import type { Slot } from './slots.ts';

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
/** What could not be found among all is looked for again after so long, ms, and then ever more seldom: it may be another user's. */
const againMs = 300;
const mostAgainMs = 60_000;
/** Who is about to have an open file's lock cannot be told for a moment, ms. */
const handoverMs = 2;
/** Who is known is asked again after so long, ms. */
const soonMs = 6;

/** Something that is not known of a lock; ms of performance.now(). */
interface Missing {
  readonly since: number;
  /** From when on it is worth a search. */
  readonly searchAt: number;
  /** When those that are known are asked again. */
  readonly askAt: number;
}

/**
 * Makes holds and waits of the kernel's list: those of files below the roots, and of files that are not known yet. In a
 * container the list has no locks of processes outside of it, and those are not told; nor are locks of files that no
 * process of this user has open.
 */
export class Presences implements Disposable {
  readonly #finder: FileFinder;
  readonly #actors = new Actors();
  readonly #openers = new Openers();
  readonly #openFiles = new OpenFileLocks(this.#openers);
  readonly #recorded = new RecordedHolders(this.#openers);
  /** By key of the lock, for as long as it is in the list. */
  readonly #places = new Map<string, Place>();
  /** What is not known, by key of the lock. */
  readonly #missing = new Map<string, Missing>();

  constructor(roots: RootNames) {
    this.#finder = new FileFinder(roots);
  }

  /** @param now ms of performance.now() */
  of(locks: Listed, now: number): Shown {
    this.#forget(locks);
    this.#recorded.startRound();
    const round = this.#round(locks, now);
    if (round.lost.length === 0 || this.#openers.isSearching) return round;
    const searchesAgainAt = this.#openers.searchesAgainAt;
    if (searchesAgainAt > now) return { presences: round.presences, again: Math.min(round.again, searchesAgainAt) };
    this.#openers.search([...new Set(round.lost)]);
    return round;
  }

  /** Whether another may have an open file's lock by now, though the list reads the same. */
  get isAnyLost(): boolean {
    return this.#openFiles.isAnyLost;
  }

  /** Whether there is a search to go on with. */
  get isSearching(): boolean {
    return this.#openers.isSearching;
  }

  /** Goes on with a search for a short while; whether more is known by then. @param now ms of performance.now() */
  search(now: number): boolean {
    const { found, done } = this.#openers.goOn();
    for (const { line, open } of found) this.#finder.learn(line, open, now);
    for (const { key } of done) {
      for (const what of [key, `${key} hold`, `${key} wait`]) {
        const missing = this.#missing.get(what);
        if (missing !== undefined) this.#missing.set(what, { ...missing, searchAt: now + Math.min(againMs + now - missing.since, mostAgainMs) });
      }
    }
    return found.length + done.length > 0;
  }

  dispose(): void {
    this.#openFiles.dispose();
  }

  #round(locks: Listed, now: number): Round {
    const round: Round = { now, presences: [], held: new Map(), again: Infinity, lost: [] };
    this.#search([...locks.values()].filter(({ line }) => this.#isDue(line, now)), now);
    const concerning = [...locks.values()].map((listed) => ({ listed, place: this.#place(listed, round) })).filter(({ place }) => place.is !== 'outside');
    for (const { listed, place } of concerning) this.#holds(listed, place, round);
    for (const { listed, place } of concerning) if (listed.waiters.length > 0) this.#waits(listed, place, round);
    return round;
  }

  /** Whether it is time to look for the file of a lock. */
  #isDue(line: LockLine, now: number): boolean {
    const place = this.#places.get(line.key) ?? this.#finder.recall(line);
    this.#places.set(line.key, place);
    return place.is === 'unknown' && now >= (this.#missing.get(line.key)?.askAt ?? 0);
  }

  /** Goes through the descriptors of each process that has one of these locks or waits for it, once. */
  #search(listed: readonly ListedLock[], now: number): void {
    const linesOf = new Map<number, LockLine[]>();
    for (const { line, waiters } of listed) {
      for (const { pid } of [line, ...waiters]) if (pid > 0) append(linesOf, pid, line);
    }
    for (const [pid, lines] of linesOf) for (const [line, { descriptor }] of this.#finder.search(pid, lines, now)) this.#openers.note(line, pid, descriptor);
    for (const { line } of listed) if (line.by === 'ofd') this.#askKnown(line, now);
    for (const { line } of listed) this.#places.set(line.key, this.#finder.recall(line));
  }

  #place({ line }: ListedLock, round: Round): Place {
    const place = this.#places.get(line.key) ?? { is: 'unknown' };
    // Whose lock is an open file's may be anybody's, so that it is not likely to be found later.
    if (place.is === 'unknown') this.#lose(line, line.by === 'ofd' ? 0 : worthMs, round);
    return place;
  }

  #askKnown(line: LockLine, now: number): void {
    for (const open of this.#openers.known(line)) if (this.#finder.learn(line, open, now).is !== 'unknown') return;
  }

  /** More of it may be found by a search, if that goes on for so long. */
  #lose(line: LockLine, afterMs: number, round: Round, what = line.key): void {
    const missing = this.#missing.get(what) ?? { since: round.now, searchAt: round.now + afterMs, askAt: 0 };
    // The less often the longer it is missed.
    const askAt = missing.askAt > round.now ? missing.askAt : round.now + soonMs + (round.now - missing.since) / 4;
    this.#missing.set(what, { ...missing, askAt });
    if (missing.searchAt <= round.now) round.lost.push(line);
    round.again = Math.min(round.again, askAt, missing.searchAt <= round.now ? Infinity : missing.searchAt);
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
    const holders = this.#openFiles.holders(line, copies);
    if (holders.length < copies) round.again = round.now;
    this.#mayLose(line, holders, 'hold', round);
    for (const { id, value } of holders) {
      add(String(id), value === null ? somebody : this.#actors.name(value.pid, round.now));
    }
  }

  /** Of an open file's lock it may not be known who has it or waits. */
  #mayLose(line: LockLine, slots: readonly Slot<unknown>[], is: Presence['is'], round: Round): void {
    const what = `${line.key} ${is}`;
    if (slots.some(({ value }) => value === null)) this.#lose(line, handoverMs, round, what);
    else this.#missing.delete(what);
  }

  #flockHolder(line: LockLine, place: Place, round: Round): number {
    this.#openers.note(line, line.pid);
    if (place.is !== 'below') return line.pid;
    const { pid, isLost, checkAt } = this.#recorded.holder(line, round.now);
    if (isLost) this.#lose(line, 0, round);
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
      const blocked = this.#openFiles.waiters(line, count);
      if (blocked.length < count) round.again = round.now;
      this.#mayLose(blocker, blocked, 'wait', round);
      for (const { id, value } of blocked) {
        add(String(id), value === null ? somebody : this.#actors.name(value.pid, round.now));
      }
    }
  }

  #forget(locks: Listed): void {
    const isListed = (key: string): boolean => locks.has(key);
    for (const key of this.#places.keys()) if (!isListed(key)) this.#places.delete(key);
    for (const what of this.#missing.keys()) if (!isListed(what.replace(/ (?:hold|wait)$/, ''))) this.#missing.delete(what);
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

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function counted(lines: readonly LockLine[]): ReadonlyMap<LockLine, number> {
  const counts = new Map<LockLine, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
