import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { historyIn, rowBytes, width } from '../figures/history.ts';

const bufferedRows = 256;

/** Where the operations of an actor are written. */
export function journalFile(folder: string, actor: number): string {
  return path.join(folder, `actor-${actor}.history`);
}

/** The rows that one actor writes, over all its lives. They are the system's once flushed, whatever becomes of the actor. */
export class Journal {
  readonly #descriptor: number;
  readonly #rows = new Float64Array(bufferedRows * width);
  #filled = 0;
  /** Operations that earlier lives have begun, and those of them that were done. */
  readonly before: { readonly begun: number; readonly done: number };

  constructor(folder: string, actor: number) {
    const file = journalFile(folder, actor);
    this.#descriptor = openSync(file, 'a');
    const earlier = historyIn([readFileSync(file)], 0);
    this.before = { begun: earlier.length, done: earlier.done().length };
  }

  add(row: readonly number[]): void {
    this.#rows.set(row, this.#filled * width);
    this.#filled += 1;
    if (this.#filled === bufferedRows) this.flush();
  }

  /** One write: rows of a file opened for appending are never torn by a kill in between. */
  flush(): void {
    if (this.#filled === 0) return;
    writeSync(this.#descriptor, new Uint8Array(this.#rows.buffer, 0, this.#filled * rowBytes));
    this.#filled = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.#descriptor);
  }
}
