import type { Go } from './line-words.ts';
import { whoIsNext, type Kind, type Place } from './turns.ts';

/** One process in the line, as its server sees it. */
export interface Member {
  /** It is the turn of one of its requests. */
  go(id: number, go: Go): void;
  /** Is it still there? Answered by `present`. */
  ask(): void;
}

interface Entry extends Place {
  readonly member: Member;
  readonly id: number;
  /** When it came, ms since the epoch: whoever was in line before a server ended keeps its place with the next. */
  readonly since: number;
  /** The token of the hold that was passed to it with its turn. */
  readonly passed: number | null;
}

/** Keeps the line of those who want one lock, and says whose turn it is. Knows nothing of sockets or files. */
export class LineServer {
  #waiting: Entry[] = [];
  #active: Entry[] = [];
  #last: Kind | null = null;
  /** Members that were asked whether they are still there and have not answered yet. */
  readonly #asked = new Set<Member>();
  readonly #absent = new Set<Member>();
  readonly #takeBack: (token: number) => void;

  /** @param takeBack told of a lock that was passed on and may not have been claimed: by one who has ended, or is stopped */
  constructor(takeBack: (token: number) => void) {
    this.#takeBack = takeBack;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Somebody comes into the line. */
  join(member: Member, id: number, place: Place, since: number): void {
    const entry = { member, id, ...place, since, passed: null };
    const after = this.#waiting.findIndex((other) => other.since > since);
    this.#waiting.splice(after === -1 ? this.#waiting.length : after, 0, entry);
    this.#advance(null);
  }

  /** Somebody comes whose turn it was with a host that has ended. */
  holds(member: Member, id: number, place: Place): void {
    this.#active.push({ member, id, ...place, since: 0, passed: null });
    this.#last = place.kind;
  }

  /** Somebody waits no longer. */
  leave(member: Member, id: number): void {
    this.#remove((entry) => entry.member === member && entry.id === id);
    this.#advance(null);
  }

  /** A turn is over, and the lock free. */
  done(member: Member, id: number): void {
    this.#end(member, id);
    this.#advance(null);
  }

  /** A turn is over, and the lock the next one's as it stands. */
  pass(member: Member, id: number, token: number): void {
    this.#end(member, id);
    this.#advance(token);
  }

  /** A process has ended, or its connection has. */
  gone(member: Member): void {
    this.present(member);
    this.#remove((entry) => entry.member === member);
    this.#advance(null);
  }

  /** A process has given a sign of life. */
  present(member: Member): void {
    this.#asked.delete(member);
    this.#absent.delete(member);
  }

  /**
   * To be called now and then while somebody waits: whoever has the turn and does not answer from one
   * call to the next is stopped, and the turn of another comes. If it does hold the lock, that other will see.
   */
  check(): void {
    for (const member of this.#asked) {
      this.#absent.add(member);
      for (const entry of this.#active) if (entry.member === member) this.#takeBackFrom(entry);
    }
    this.#asked.clear();
    for (const { member } of this.#active) {
      if (this.#absent.has(member)) continue;
      this.#asked.add(member);
      member.ask();
    }
    this.#advance(null);
  }

  /** Also of one that is waiting here still: while this process was stopped it went on without its turn. */
  #end(member: Member, id: number): void {
    const isOther = (entry: Entry): boolean => entry.member !== member || entry.id !== id;
    this.#active = this.#active.filter(isOther);
    this.#waiting = this.#waiting.filter(isOther);
  }

  #remove(isMeant: (entry: Entry) => boolean): void {
    for (const entry of this.#active) if (isMeant(entry)) this.#takeBackFrom(entry);
    this.#waiting = this.#waiting.filter((entry) => !isMeant(entry));
    this.#active = this.#active.filter((entry) => !isMeant(entry));
  }

  #takeBackFrom({ passed }: Entry): void {
    if (passed !== null) this.#takeBack(passed);
  }

  /** @param passed the token of a hold whose lock is passed on */
  #advance(passed: number | null): void {
    const active = this.#active.filter(({ member }) => !this.#absent.has(member));
    const next = whoIsNext({ waiting: this.#waiting, active, last: this.#last });
    const isTaken = passed !== null && mayTakeAsItStands(next);
    if (passed !== null && !isTaken) this.#takeBack(passed);
    if (next.length === 0) return;
    const chosen = new Set(next);
    this.#waiting = this.#waiting.filter((entry) => !chosen.has(entry));
    const going = next.map((entry) => ({ ...entry, passed: isTaken ? passed : null }));
    this.#active.push(...going);
    const mayPass = mayTakeAsItStands(whoIsNext({ waiting: this.#waiting, active: [], last: 'exclusive' }));
    for (const entry of going) {
      this.#last = entry.kind;
      entry.member.go(entry.id, { passed: entry.passed, mayPass });
    }
    this.#advance(null);
  }
}

/** A lock is passed on to one who will have it alone; those who share it do not use its folder. */
function mayTakeAsItStands(next: readonly Place[]): boolean {
  return next.length === 1 && next.every(({ kind, limit }) => kind === 'exclusive' && limit === 1);
}
