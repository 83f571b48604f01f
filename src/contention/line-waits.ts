import type { News } from '../saving/lock/line-news-words.ts';
import type { Actor, Certainty, Happening, LockName } from './model.ts';

interface Wait {
  readonly key: string;
  readonly actor: Actor;
  readonly pid: number | null;
  readonly from: number;
  /** Its turn has come, and it tries to acquire the lock. */
  readonly hasTurn: boolean;
  /** When its host was lost, ms since the epoch; null while it is heard of. */
  readonly lostAt: number | null;
}

/** What comes of a piece of news. */
export interface LineTold {
  readonly happenings: readonly Happening[];
  /** Who has the lock now because it was passed on, and since when; null where it was not. */
  readonly passedTo: { readonly actor: Actor; readonly at: number } | null;
}

/** So many waits that are over are known, so that none is told twice. */
const mostOver = 256;

/** Makes waits of what the hosts of one lock's line tell. */
export class LineWaits {
  readonly #lock: LockName;
  readonly #nameOf: (pid: number) => Actor;
  /** By the hosts' names of them. */
  readonly #waits = new Map<string, Wait>();
  readonly #over = new Set<string>();

  /** @param nameOf tells who a process is */
  constructor(lock: LockName, nameOf: (pid: number) => Actor) {
    this.#lock = lock;
    this.#nameOf = nameOf;
  }

  get isEmpty(): boolean {
    return this.#waits.size === 0;
  }

  take(news: News): LineTold {
    switch (news.is) {
      case 'waits':
        return told(this.#begin(news));
      case 'waited':
        return told(this.#waited(news));
      case 'turn':
        return news.isPassed ? this.#passed(news) : told(this.#turn(news.key));
      case 'has':
      case 'gone':
        return told(this.#end(news.key, news.at, 'seen'));
      case 'all':
        return told(this.#endLost());
    }
  }

  /** The host is lost, and perhaps another goes on. */
  lose(at: number): void {
    for (const [key, wait] of this.#waits) if (wait.lostAt === null) this.#waits.set(key, { ...wait, lostAt: at });
  }

  /** No host goes on: those that were lost have ended when they were. */
  endLost(): readonly Happening[] {
    return this.#endLost();
  }

  /** A process was seen to have the lock. */
  acquired(pid: number, at: number): readonly Happening[] {
    const own = [...this.#waits].filter(([, wait]) => wait.pid === pid && wait.hasTurn && at >= wait.from);
    return own.flatMap(([key]) => this.#end(key, at, 'sampled'));
  }

  #begin({ key, pid, kind, since }: Extract<News, { is: 'waits' | 'waited' }>): Happening[] {
    const known = this.#waits.get(key);
    const isSame = known !== undefined && known.from === since;
    if (isSame) this.#waits.set(key, { ...known, lostAt: null });
    if (isSame || this.#over.has(nameOf(this.#lock, key, since))) return [];
    const before = known === undefined ? [] : this.#end(key, since, 'sampled');
    const wait: Wait = { key: nameOf(this.#lock, key, since), pid, actor: pid === null ? nobodyKnown : this.#nameOf(pid), from: since, hasTurn: false, lostAt: null };
    this.#waits.set(key, wait);
    const span = { is: 'wait', actor: wait.actor, mode: kind, from: since, certainty: 'seen', blockers: [] } as const;
    return [...before, { is: 'began', key: wait.key, lock: this.#lock, span }];
  }

  #waited(news: Extract<News, { is: 'waited' }>): Happening[] {
    const began = this.#begin(news);
    return this.#waits.get(news.key)?.from === news.since ? [...began, ...this.#end(news.key, news.until, 'seen')] : began;
  }

  #turn(key: string): Happening[] {
    const wait = this.#waits.get(key);
    if (wait !== undefined) this.#waits.set(key, { ...wait, hasTurn: true });
    return [];
  }

  #passed({ key, at }: Extract<News, { is: 'turn' }>): LineTold {
    const actor = this.#waits.get(key)?.actor ?? nobodyKnown;
    return { happenings: this.#end(key, at, 'seen'), passedTo: { actor, at } };
  }

  #end(key: string, at: number, certainty: Certainty): Happening[] {
    const wait = this.#waits.get(key);
    if (wait === undefined) return [];
    this.#waits.delete(key);
    this.#over.add(wait.key);
    for (const oldest of this.#over) {
      if (this.#over.size <= mostOver) break;
      this.#over.delete(oldest);
    }
    return [{ is: 'ended', key: wait.key, at: Math.max(at, wait.from), certainty }];
  }

  #endLost(): Happening[] {
    return [...this.#waits].flatMap(([key, { lostAt }]) => (lostAt === null ? [] : this.#end(key, lostAt, 'sampled')));
  }
}

const nobodyKnown: Actor = { pid: null, startMark: null, command: null };

function nameOf({ path }: LockName, key: string, since: number): string {
  return `line ${path} ${key} ${since}`;
}

function told(happenings: readonly Happening[]): LineTold {
  return { happenings, passedTo: null };
}
