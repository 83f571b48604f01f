import type { News } from '../saving/lock/line-news-words.ts';
import type { Pass } from './inventory-holds.ts';
import { unknownActor, type Actor, type Certainty, type Happening, type LockName } from './model.ts';

interface Wait {
  readonly key: string;
  readonly actor: Actor;
  readonly pid: number | null;
  /** Since when it says that it waits. */
  readonly since: number;
  readonly from: number;
  /** Its turn has come, and it tries to acquire the lock. */
  readonly hasTurn: boolean;
  /** When its host was lost, ms since the epoch; null while it is heard of. */
  readonly lostAt: number | null;
}

/** What comes of a piece of news. */
export interface LineTold {
  readonly happenings: readonly Happening[];
  /** The lock was passed on; null where it was not. */
  readonly pass: Pass | null;
}

/** So many waits that are over are known, so that none is told twice. */
const mostOver = 256;

/** Makes waits of what the hosts of one lock's line tell. */
export class LineWaits {
  readonly #lock: LockName;
  readonly #nameOf: (pid: number) => Actor;
  /** By the hosts' names of them. */
  readonly #waits = new Map<string, Wait>();
  /** When each ended, ms since the epoch. */
  readonly #over = new Map<string, number>();

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
        return told(this.#turn(news.key));
      case 'passed':
        return this.#passed(news);
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

  /** One that was taken to be over and waits all the same, its host having ended as its turn came, goes on waiting. */
  #begin({ key, pid, kind, since }: Extract<News, { is: 'waits' | 'waited' }>): Happening[] {
    const known = this.#waits.get(key);
    if (known?.since === since) {
      this.#waits.set(key, { ...known, lostAt: null });
      return [];
    }
    const before = known === undefined ? [] : this.#end(key, since, 'sampled');
    const name = `line ${this.#lock.path} ${key} ${since}`;
    const wait: Wait = { key: name, pid, actor: this.#who(pid), since, from: this.#over.get(name) ?? since, hasTurn: false, lostAt: null };
    this.#waits.set(key, wait);
    const span = { is: 'wait', actor: wait.actor, mode: kind, from: wait.from, certainty: 'seen', blockers: [] } as const;
    return [...before, { is: 'began', key: wait.key, lock: this.#lock, span }];
  }

  #waited(news: Extract<News, { is: 'waited' }>): Happening[] {
    if (this.#over.has(`line ${this.#lock.path} ${news.key} ${news.since}`)) return [];
    const began = this.#begin(news);
    return [...began, ...this.#end(news.key, news.until, 'seen')];
  }

  #turn(key: string): Happening[] {
    const wait = this.#waits.get(key);
    if (wait !== undefined) this.#waits.set(key, { ...wait, hasTurn: true });
    return [];
  }

  #passed({ key, at, by, pid }: Extract<News, { is: 'passed' }>): LineTold {
    const pass: Pass = { lock: this.#lock.path, from: this.#who(by), to: this.#who(pid), at };
    return { happenings: this.#end(key, at, 'seen'), pass };
  }

  #who(pid: number | null): Actor {
    return pid === null ? unknownActor : this.#nameOf(pid);
  }

  #end(key: string, at: number, certainty: Certainty): Happening[] {
    const wait = this.#waits.get(key);
    if (wait === undefined) return [];
    this.#waits.delete(key);
    this.#over.set(wait.key, at);
    for (const [oldest] of this.#over) {
      if (this.#over.size <= mostOver) break;
      this.#over.delete(oldest);
    }
    return [{ is: 'ended', key: wait.key, at: Math.max(at, wait.from), certainty }];
  }

  #endLost(): Happening[] {
    return [...this.#waits].flatMap(([key, { lostAt }]) => (lostAt === null ? [] : this.#end(key, lostAt, 'sampled')));
  }
}

function told(happenings: readonly Happening[]): LineTold {
  return { happenings, pass: null };
}
