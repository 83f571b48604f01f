import type net from 'node:net';
import type { Disposable } from '../../base/disposable.ts';
import { LineNews } from './line-news.ts';
import { LineServer, type Member } from './line-server.ts';
import { readLines } from './line-socket.ts';
import { answered, saidIn, type Said } from './line-words.ts';

/** Who looks on and does not listen is let go before so much waits for it, bytes. */
const mostUnread = 256 * 1024;

/** Keeps a line for the processes that connect, and for its own. */
export class LineHost implements Disposable {
  readonly #line: LineServer;
  readonly #sockets = new Set<net.Socket>();
  readonly #observers = new Set<net.Socket>();
  readonly #news = new LineNews();
  readonly #self: Member;
  readonly #onChange: () => void;

  /**
   * @param self this process
   * @param onChange called when somebody came, went or spoke
   * @param takeBack see LineServer
   */
  constructor(self: Member, onChange: () => void, takeBack: (token: number) => void) {
    this.#line = new LineServer(takeBack);
    this.#self = this.#heard(self);
    this.#onChange = onChange;
  }

  /** Whether anybody else is connected who does not only look on. */
  get hasOthers(): boolean {
    return this.#sockets.size > this.#observers.size;
  }

  get hasWaiting(): boolean {
    return this.#line.hasWaiting;
  }

  /** Takes another process in. It does not keep this one alive. */
  readonly accept = (socket: net.Socket): void => {
    const member = this.#heard({ go: (id, go) => socket.write(answered({ is: 'go', id, ...go })), ask: () => socket.write(answered({ is: 'ask' })) });
    this.#sockets.add(socket);
    readLines(socket, (text) => {
      const word = saidIn(text);
      if (word?.is === 'ask') socket.write(answered({ is: 'present' }));
      else if (word?.is === 'observe') this.#observe(socket);
      else if (word !== null) this.#hear(member, word);
    });
    // The close that follows tells all that matters of an error.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#line.gone(member);
      this.#news.gone(member);
      this.#onChange();
    });
    socket.unref();
  };

  /** This process says something. */
  say(word: Said): void {
    this.#hear(this.#self, word);
  }

  /** To be called now and then while somebody waits. */
  check(): void {
    this.#line.check();
  }

  dispose(): void {
    this.#news.dispose();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The same member, whose turns are told to those who look on. */
  #heard(member: Member): Member {
    const heard: Member = {
      go: (id, go) => {
        member.go(id, go);
        this.#news.went(heard, id, go.passed !== null);
      },
      ask: () => member.ask(),
    };
    return heard;
  }

  #observe(socket: net.Socket): void {
    if (this.#observers.has(socket)) return;
    const write = (lines: string): void => {
      if (socket.writableLength > mostUnread) socket.destroy();
      else socket.write(lines);
    };
    this.#observers.add(socket);
    socket.once('close', () => {
      this.#observers.delete(socket);
      this.#news.unobserve(write);
    });
    this.#news.observe(write);
  }

  #hear(member: Member, word: Said): void {
    this.#line.present(member);
    // Before its turn comes, which may be at once.
    this.#news.said(member, word);
    if (word.is === 'join') this.#line.join(member, word.id, word.place, word.since);
    if (word.is === 'holds') this.#line.holds(member, word.id, word.place);
    if (word.is === 'leave') this.#line.leave(member, word.id);
    if (word.is === 'done') this.#line.done(member, word.id);
    if (word.is === 'pass') this.#line.pass(member, word.id, word.token);
    this.#onChange();
  }
}
