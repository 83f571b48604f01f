import { whoIsNext, type Kind, type Place } from './turns.ts';

/** One process in the line, as its server sees it. */
export interface Member {
  /** It is the turn of one of its requests. */
  go(id: number): void;
  /** Is it still there? Answered by `present`. */
  ask(): void;
}

interface Entry extends Place {
  readonly member: Member;
  readonly id: number;
  /** When it came, ms since the epoch: whoever was in line before a server ended keeps its place with the next. */
  readonly since: number;
}

/** Keeps the line of those who want one lock, and says whose turn it is. Knows nothing of sockets or files. */
export class LineServer {
  #waiting: Entry[] = [];
  #active: Entry[] = [];
  #last: Kind | null = null;
  /** Members that were asked whether they are still there and have not answered yet. */
  readonly #asked = new Set<Member>();
  readonly #absent = new Set<Member>();

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Somebody comes into the line. */
  join(member: Member, id: number, place: Place, since: number): void {
    const entry = { member, id, ...place, since };
    const after = this.#waiting.findIndex((other) => other.since > since);
    this.#waiting.splice(after === -1 ? this.#waiting.length : after, 0, entry);
    this.#advance();
  }

  /** Somebody comes whose turn it was with a server that has ended. */
  holds(member: Member, id: number, place: Place): void {
    this.#active.push({ member, id, ...place, since: 0 });
    this.#last = place.kind;
  }

  /** A turn is over, or somebody waits no longer. */
  leave(member: Member, id: number): void {
    const stays = (entry: Entry): boolean => entry.member !== member || entry.id !== id;
    this.#waiting = this.#waiting.filter(stays);
    this.#active = this.#active.filter(stays);
    this.#advance();
  }

  /** A process has ended, or its connection has. */
  gone(member: Member): void {
    this.#waiting = this.#waiting.filter((entry) => entry.member !== member);
    this.#active = this.#active.filter((entry) => entry.member !== member);
    this.present(member);
    this.#advance();
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
    for (const member of this.#asked) this.#absent.add(member);
    this.#asked.clear();
    for (const { member } of this.#active) {
      if (this.#absent.has(member)) continue;
      this.#asked.add(member);
      member.ask();
    }
    this.#advance();
  }

  #advance(): void {
    const active = this.#active.filter(({ member }) => !this.#absent.has(member));
    const next = whoIsNext({ waiting: this.#waiting, active, last: this.#last });
    if (next.length === 0) return;
    const chosen = new Set(next);
    this.#waiting = this.#waiting.filter((entry) => !chosen.has(entry));
    this.#active.push(...next);
    for (const entry of next) {
      this.#last = entry.kind;
      entry.member.go(entry.id);
    }
    this.#advance();
  }
}
