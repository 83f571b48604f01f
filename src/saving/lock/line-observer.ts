import { closeSync, openSync } from 'node:fs';
import type net from 'node:net';
import type { Disposable } from '../../base/disposable.ts';
import { orGone } from '../../base/errors.ts';
import { newsIn, type News } from './line-news-words.ts';
import { addressOf, connectTo, readLines } from './line-socket.ts';
import { hasLineIn, idOf, recordFile } from './record.ts';

export interface ObserverEvents {
  onNews(news: News): void;
  /** Nothing more is heard until there is a line again. */
  onLost(): void;
}

/** Looks on at the line of a lock, as far as there is one: never hosts it, has no place in it, and keeps no process alive. */
export class LineObserver implements Disposable {
  readonly #file: string;
  readonly #events: ObserverEvents;
  #descriptor: number | null = null;
  #link: 'none' | 'connecting' | 'ended' | net.Socket = 'none';

  /** @param lockPath links above it resolved */
  constructor(lockPath: string, events: ObserverEvents) {
    this.#file = recordFile(lockPath);
    this.#events = events;
  }

  get isConnected(): boolean {
    return typeof this.#link === 'object';
  }

  /** Looks whether there is a line, and connects to it. Cheap where there is none: to be called again and again. */
  look(): void {
    if (this.#link !== 'none' || !this.#hasLine()) return;
    this.#link = 'connecting';
    void this.#connect();
  }

  dispose(): void {
    const link = this.#link;
    this.#link = 'ended';
    if (typeof link === 'object') link.destroy();
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #hasLine(): boolean {
    try {
      this.#descriptor ??= orGone(() => openSync(this.#file, 'r'));
      return this.#descriptor !== null && hasLineIn(this.#descriptor);
    } catch {
      // Not ours to read: then nothing of it is seen.
      return false;
    }
  }

  async #connect(): Promise<void> {
    // Who has just begun to host a line may not listen yet, who has ended may have left the sign: see look().
    const socket = await connectTo(addressOf(idOf(this.#file))).catch(() => null);
    if (this.#link === 'ended') return void socket?.destroy();
    this.#link = socket ?? 'none';
    if (socket !== null) this.#listen(socket);
  }

  #listen(socket: net.Socket): void {
    socket.unref();
    readLines(socket, (line) => {
      const news = newsIn(line);
      if (news !== null) this.#events.onNews(news);
    });
    // The close that follows tells all that matters of an error.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      if (this.#link !== socket) return;
      this.#link = 'none';
      this.#events.onLost();
    });
    socket.write('observe\n');
  }
}
