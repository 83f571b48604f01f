import type net from 'node:net';
import type { Disposable } from '../../base/disposable.ts';
import { LineHost } from './line-host.ts';
import { connectTo, listenAt, readLines } from './line-socket.ts';
import { answeredIn, said, type Go, type Said } from './line-words.ts';
import type { TimeLimit } from './time-limit.ts';
import type { Place } from './turns.ts';

/** The right to try for a lock before those who came later. */
export interface Turn extends Go {
  /** The lock is acquired, though nobody passed it on. Said for those who look on. */
  readonly has: () => void;
  /** The lock is free, or was not acquired. */
  readonly end: () => void;
  /** The lock is the next one's as it stands. */
  readonly pass: (token: number) => void;
}

interface Request {
  readonly id: number;
  readonly place: Place;
  readonly since: number;
  /** Whether it has acquired the lock. */
  has: boolean;
  /** Resolves it; null when its turn has come. */
  go: ((go: Go) => void) | null;
}

export interface LineEvents {
  /** This process begins or ends to host the line. */
  onHosting(isHosting: boolean): void;
  /** A lock that was passed on may not have been claimed. */
  takeBack(token: number): void;
}

/** With a turn that no host has given. */
const onItsOwn: Go = { passed: null, mayPass: false };

/** How this process is in the line: as its host, as a member of another's, or on its way there. */
type Link =
  | { readonly is: 'none' }
  | { readonly is: 'joining' }
  | { readonly is: 'ended' }
  | { readonly is: 'member'; readonly socket: net.Socket }
  | { readonly is: 'host'; readonly host: LineHost; readonly server: net.Server };

/** How often those who wait make sure that others are still there, ms. */
const checkMs = 1000;

/**
 * The line of all processes that want one lock. The first that has to wait hosts it for the others, and
 * tells each when its turn comes; when it ends, one of the others goes on, everyone in the old order. It
 * makes waiting fair and saves trying in vain, and is no more than that: whoever has the turn still has
 * to acquire the lock itself. So nothing is lost but the order when a host is stopped, or lives in
 * another container.
 */
export class Line implements Disposable {
  readonly #address: string;
  readonly #events: LineEvents;
  readonly #requests = new Map<number, Request>();
  /** A turn of the event loop lies between any two own turns, or others would never get into the line. */
  readonly #self = { go: (id: number, go: Go) => void setImmediate(() => this.#go(id, go)), ask: () => this.#say({ is: 'present' }) };
  #link: Link = { is: 'none' };
  #next = 1;
  #timer: NodeJS.Timeout | null = null;
  /** Whether the host has given a sign of life since the last check. */
  #isAnswered = true;
  /** The token of what this process passed on last by way of the present host. */
  #passed: number | null = null;

  constructor(address: string, events: LineEvents) {
    this.#address = address;
    this.#events = events;
  }

  /** Whether anybody of this or another process depends on it. */
  get isIdle(): boolean {
    return this.#requests.size === 0 && (this.#link.is !== 'host' || !this.#link.host.hasOthers);
  }

  /**
   * Waits for its turn.
   * @throws the limit's reason; it has left the line then
   */
  async turn(place: Place, limit: TimeLimit): Promise<Turn> {
    const request: Request = { id: this.#next++, place, since: Date.now(), has: false, go: null };
    const go = await new Promise<Go>((resolve, reject) => {
      request.go = (granted) => {
        limit.onEnd = null;
        request.has = granted.passed !== null;
        request.go = null;
        resolve(granted);
      };
      this.#requests.set(request.id, request);
      this.#join(request);
      limit.onEnd = (reason) => {
        this.#leave({ is: 'leave', id: request.id });
        reject(reason);
      };
    });
    const { id } = request;
    const has = (): void => {
      if (this.#requests.has(id)) this.#say({ is: 'has', id });
      request.has = true;
    };
    return { ...go, has, end: () => this.#leave({ is: 'done', id }), pass: (token) => this.#leave({ is: 'pass', id, token }) };
  }

  dispose(): void {
    const link = this.#link;
    this.#link = { is: 'ended' };
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (link.is === 'member') link.socket.destroy();
    if (link.is !== 'host') return;
    this.#events.onHosting(false);
    link.server.close();
    link.host.dispose();
  }

  #join({ id, place, since, has, go }: Request): void {
    if (this.#link.is === 'none') void this.#connect();
    else this.#say(go === null ? { is: 'holds', id, place, turn: { pid: process.pid, since, has } } : { is: 'join', id, place, since, pid: process.pid });
    this.#watchOver();
  }

  #leave(word: Extract<Said, { is: 'leave' | 'done' | 'pass' }>): void {
    if (!this.#requests.delete(word.id)) return;
    this.#say(word);
    if (word.is === 'pass') this.#passOn(word.token);
    this.#watchOver();
  }

  /** What was passed on and may not have reached the next, the host having ended, is taken back at once. */
  #passOn(token: number): void {
    if (this.#link.is === 'member') this.#passed = token;
    else if (this.#link.is !== 'host') this.#events.takeBack(token);
  }

  #go(id: number, go: Go): void {
    const request = this.#requests.get(id);
    // A turn that nobody wants any more would never end.
    if (request === undefined) this.#say({ is: 'leave', id });
    else request.go?.(go);
    this.#watchOver();
  }

  #say(word: Said): void {
    if (this.#link.is === 'member') this.#link.socket.write(said(word));
    if (this.#link.is === 'host') this.#link.host.say(word);
  }

  async #connect(): Promise<void> {
    this.#link = { is: 'joining' };
    try {
      const socket = await connectTo(this.#address);
      if (socket !== null) return this.#become({ is: 'member', socket });
      const host = new LineHost(this.#self, () => this.#watchOver(), (token) => this.#events.takeBack(token));
      const server = await listenAt(this.#address, host.accept);
      if (server !== null) return this.#become({ is: 'host', host, server });
      this.#retry();
    } catch {
      // No line can be kept here (no sockets, too many files): everyone has the turn, and only the order is lost.
      this.#link = { is: 'none' };
      for (const { go } of this.#requests.values()) go?.(onItsOwn);
    }
  }

  /** Another became the host in this moment, or has just ended. */
  #retry(): void {
    if (this.#link.is === 'ended') return;
    this.#link = { is: 'none' };
    setImmediate(() => {
      if (this.#link.is === 'none' && this.#requests.size > 0) void this.#connect();
    });
  }

  #become(link: Extract<Link, { is: 'member' | 'host' }>): void {
    if (this.#link.is === 'ended') {
      if (link.is === 'member') link.socket.destroy();
      else link.server.close();
      return;
    }
    this.#link = link;
    if (link.is === 'host') this.#events.onHosting(true);
    else this.#listenTo(link.socket);
    // Those whose turn it was come first, so that nobody else is given it meanwhile.
    for (const request of [...this.#requests.values()].toSorted((a, b) => Number(a.go !== null) - Number(b.go !== null))) this.#join(request);
    this.#watchOver();
  }

  #listenTo(socket: net.Socket): void {
    this.#isAnswered = true;
    readLines(socket, (line) => {
      this.#isAnswered = true;
      const word = answeredIn(line);
      if (word?.is === 'go') this.#go(word.id, word);
      if (word?.is === 'ask') this.#say({ is: 'present' });
    });
    // The close that follows tells all that matters of an error.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      if (this.#link.is !== 'member' || this.#link.socket !== socket) return;
      if (this.#passed !== null) this.#events.takeBack(this.#passed);
      this.#passed = null;
      this.#retry();
    });
  }

  /** Keeps the process alive while it waits, and the others in check while anybody does. */
  #watchOver(): void {
    const link = this.#link;
    const isWaiting = [...this.#requests.values()].some(({ go }) => go !== null);
    if (link.is === 'member') link.socket[isWaiting ? 'ref' : 'unref']();
    if (link.is === 'host') link.server[isWaiting ? 'ref' : 'unref']();
    const isNeeded = isWaiting || (link.is === 'host' && link.host.hasWaiting);
    if (!isNeeded && this.#timer !== null) clearInterval(this.#timer);
    if (!isNeeded) this.#timer = null;
    else this.#timer ??= setInterval(() => this.#check(), checkMs).unref();
  }

  #check(): void {
    if (this.#link.is === 'host') this.#link.host.check();
    if (this.#link.is !== 'member') return;
    // A host that is stopped keeps nobody from the lock.
    if (!this.#isAnswered) for (const { go } of this.#requests.values()) go?.(onItsOwn);
    this.#isAnswered = false;
    this.#say({ is: 'ask' });
  }
}
