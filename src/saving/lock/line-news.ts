import { instant } from '../../base/instant.ts';
import type { Member } from './line-server.ts';
import { newsLine, type News } from './line-news-words.ts';
import type { Said } from './line-words.ts';
import type { Kind } from './turns.ts';

/** A request of a process in the line. */
interface Request {
  readonly key: string;
  readonly pid: number | null;
  readonly kind: Kind;
  readonly since: number;
  /** Whether its turn has come, and whether it has the lock. */
  state: 'waits' | 'turn' | 'has';
}

/** So much of what is over is remembered for observers who come a moment late, for so long, ms. */
const mostOver = 64;
const rememberedMs = 2000;

/** Shorter waits are not worth remembering, ms. */
const leastMs = 20;

/**
 * What a host tells those who only look on: who waits, and whose turn it is. Told a moment later, all of a turn
 * of the event loop at once, so that nobody gets the lock later for it.
 */
export class LineNews {
  readonly #requests = new Map<Member, Map<number, Request>>();
  readonly #observers = new Set<(lines: string) => void>();
  readonly #over: { readonly news: News; readonly at: number }[] = [];
  #untold: News[] = [];
  #next: NodeJS.Immediate | null = null;
  #unnamed = 0;
  /** The pid of who passed the lock on last. */
  #passer: number | null = null;

  /** Somebody looks on: is told how it stands, and then what changes. */
  observe(write: (lines: string) => void): void {
    this.#flush();
    const standing = [...this.#requests.values()].flatMap((requests) => [...requests.values()].flatMap(standingOf));
    const after = instant() - rememberedMs;
    const over = this.#over.filter(({ at }) => at > after).map(({ news }) => news);
    write([...over, ...standing, { is: 'all' } as const].map(newsLine).join(''));
    this.#observers.add(write);
  }

  unobserve(write: (lines: string) => void): void {
    this.#observers.delete(write);
  }

  /** A member said something. */
  said(member: Member, word: Said): void {
    if (word.is === 'join') this.#come(member, word.id, { kind: word.place.kind, pid: word.pid ?? null, since: word.since, state: 'waits' });
    if (word.is === 'holds') this.#come(member, word.id, { kind: word.place.kind, pid: word.turn?.pid ?? null, since: word.turn?.since ?? Date.now(), state: word.turn?.has === false ? 'turn' : 'has' });
    if (word.is === 'has') this.#acquired(member, word.id);
    if (word.is === 'pass') this.#passer = this.#requests.get(member)?.get(word.id)?.pid ?? null;
    if (word.is === 'leave' || word.is === 'done' || word.is === 'pass') this.#end(member, word.id);
  }

  /** The turn of a member's request came. @param isPassed the lock with it */
  went(member: Member, id: number, isPassed: boolean): void {
    const request = this.#requests.get(member)?.get(id);
    if (request === undefined) return undefined;
    request.state = isPassed ? 'has' : 'turn';
    const at = instant();
    if (!isPassed) return this.#tell({ is: 'turn', key: request.key, at });
    const passed: News = { is: 'passed', key: request.key, at, by: this.#passer, pid: request.pid };
    this.#waited(request, at);
    this.#remember(passed, at);
    return this.#tell(passed);
  }

  gone(member: Member): void {
    for (const id of this.#requests.get(member)?.keys() ?? []) this.#end(member, id);
    this.#requests.delete(member);
  }

  dispose(): void {
    clearImmediate(this.#next ?? undefined);
    this.#observers.clear();
  }

  #come(member: Member, id: number, come: Omit<Request, 'key'>): void {
    const key = come.pid === null ? `m${++this.#unnamed}` : `${come.pid}.${id}`;
    const request: Request = { ...come, key };
    const requests = this.#requests.get(member) ?? new Map<number, Request>();
    requests.set(id, request);
    this.#requests.set(member, requests);
    for (const news of standingOf(request)) this.#tell(news);
  }

  #acquired(member: Member, id: number): void {
    const request = this.#requests.get(member)?.get(id);
    if (request === undefined || request.state === 'has') return;
    request.state = 'has';
    const at = instant();
    this.#waited(request, at);
    this.#tell({ is: 'has', key: request.key, at });
  }

  #end(member: Member, id: number): void {
    const requests = this.#requests.get(member);
    const request = requests?.get(id);
    if (request === undefined) return;
    requests?.delete(id);
    const at = instant();
    if (request.state !== 'has') this.#waited(request, at);
    this.#tell({ is: 'gone', key: request.key, at });
  }

  #waited({ key, pid, kind, since }: Request, until: number): void {
    if (until - since >= leastMs) this.#remember({ is: 'waited', key, pid, kind, since, until }, until);
  }

  #remember(news: News, at: number): void {
    this.#over.push({ news, at });
    if (this.#over.length > mostOver) this.#over.shift();
  }

  #tell(news: News): void {
    if (this.#observers.size === 0) return;
    this.#untold.push(news);
    this.#next ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    clearImmediate(this.#next ?? undefined);
    this.#next = null;
    const lines = this.#untold.map(newsLine).join('');
    this.#untold = [];
    if (lines !== '') for (const write of this.#observers) write(lines);
  }
}

/** How one who looks on from now on is told of it; nothing where it waits no longer. */
function standingOf({ key, pid, kind, since, state }: Request): News[] {
  const waits: News = { is: 'waits', key, pid, kind, since };
  if (state === 'waits') return [waits];
  return state === 'turn' ? [waits, { is: 'turn', key, at: since }] : [];
}
