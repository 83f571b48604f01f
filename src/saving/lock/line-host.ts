import type net from 'node:net';
import type { Disposable } from '../../base/disposable.ts';
import { LineServer, type Member } from './line-server.ts';
import { readLines } from './line-socket.ts';
import { answered, saidIn, type Said } from './line-words.ts';

/** Keeps a line for the processes that connect, and for its own. */
export class LineHost implements Disposable {
  readonly #line: LineServer;
  readonly #sockets = new Set<net.Socket>();
  readonly #self: Member;
  readonly #onChange: () => void;

  /**
   * @param self this process
   * @param onChange called when somebody came, went or spoke
   * @param takeBack see LineServer
   */
  constructor(self: Member, onChange: () => void, takeBack: (token: number) => void) {
    this.#line = new LineServer(takeBack);
    this.#self = self;
    this.#onChange = onChange;
  }

  /** Whether anybody else is connected. */
  get hasOthers(): boolean {
    return this.#sockets.size > 0;
  }

  get hasWaiting(): boolean {
    return this.#line.hasWaiting;
  }

  /** Takes another process in. It does not keep this one alive. */
  readonly accept = (socket: net.Socket): void => {
    const member: Member = { go: (id, go) => socket.write(answered({ is: 'go', id, ...go })), ask: () => socket.write(answered({ is: 'ask' })) };
    this.#sockets.add(socket);
    readLines(socket, (text) => {
      const word = saidIn(text);
      if (word?.is === 'ask') socket.write(answered({ is: 'present' }));
      else if (word !== null) this.#hear(member, word);
    });
    // The close that follows tells all that matters of an error.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#line.gone(member);
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
    for (const socket of this.#sockets) socket.destroy();
  }

  #hear(member: Member, word: Said): void {
    this.#line.present(member);
    if (word.is === 'join') this.#line.join(member, word.id, word.place, word.since);
    if (word.is === 'holds') this.#line.holds(member, word.id, word.place);
    if (word.is === 'leave') this.#line.leave(member, word.id);
    if (word.is === 'done') this.#line.done(member, word.id);
    if (word.is === 'pass') this.#line.pass(member, word.id, word.token);
    this.#onChange();
  }
}
