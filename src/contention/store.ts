import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Disposable } from '../base/disposable.ts';
import { errnoCode, messageOf } from '../base/errors.ts';
import { parsed, record } from '../base/json.ts';
import { makeFolder } from '../saving/own-folder.ts';
import { saveAtomically } from '../saving/write/save.ts';
import type { History } from './history.ts';
import type { Span } from './model.ts';
import { mostSaved, savedParts, SavedReader, savedVersion } from './saved-history.ts';

/** While it changes, a history is saved once in so long, ms. */
const pauseMs = 10_000;

/** What we write is far smaller, bytes. */
const largest = 64 * 1024 * 1024;

/** What became of reading a history. `why` says in words what stood there instead. */
export type Loaded = { readonly is: 'loaded'; readonly spans: number } | { readonly is: 'absent' } | { readonly is: 'unreadable'; readonly why: string };

export interface StoreOptions {
  /** Where it does not work to save; the history goes on. */
  readonly onTrouble: (error: unknown) => void;
  /** @see pauseMs */
  readonly pauseMs?: number;
  /** Whether what was seen of a lock outlives the window; of all when left out. */
  readonly isKept?: (lock: string) => boolean;
}

/**
 * Keeps the newest of a history in a file, so that it outlives a reload of the window: a line of JSON for each
 * part, written and read a part at a time, with turns for others in between. Windows of one workspace share the
 * file, and who saves last wins: what the other window saw is lost with its end, and nothing else.
 */
export class ContentionStore implements Disposable {
  readonly #history: History;
  readonly #file: string;
  readonly #onTrouble: (error: unknown) => void;
  readonly #pauseMs: number;
  readonly #isKept: (lock: string) => boolean;
  readonly #listening: Disposable;
  #timer: NodeJS.Timeout | null = null;
  #isChanged = false;
  #saving: Promise<void> = Promise.resolve();

  /** @param file absolute; it and the folders above it are made when first written to, for this user alone */
  constructor(history: History, file: string, options: StoreOptions) {
    this.#history = history;
    this.#file = file;
    this.#onTrouble = options.onTrouble;
    this.#pauseMs = options.pauseMs ?? pauseMs;
    this.#isKept = options.isKept ?? (() => true);
    this.#listening = history.onDidChange(() => this.#wake());
  }

  /** Gives the history what was saved. Never rejects: where nothing can be read, it starts with nothing. */
  async load(): Promise<Loaded> {
    try {
      if ((await stat(this.#file)).size > largest) return { is: 'unreadable', why: 'it is too large' };
      return await this.#take(await readFile(this.#file, 'utf8'));
    } catch (error) {
      return errnoCode(error) === 'ENOENT' ? { is: 'absent' } : { is: 'unreadable', why: messageOf(error) };
    }
  }

  /** Saves what has changed since the last time, now. To be awaited where the process is about to end. Never rejects. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#saving = this.#saving.then(() => this.#save());
    await this.#saving;
  }

  /** Stops, with a last save under way: see flush(). */
  dispose(): void {
    this.#listening.dispose();
    void this.flush();
  }

  async #take(text: string): Promise<Loaded> {
    const [head = '', ...lines] = text.split('\n');
    if (parsed(head, (value) => record(value)['version']) !== savedVersion) return { is: 'unreadable', why: 'it is no history of this version' };
    const reader = new SavedReader();
    let count = 0;
    for (const line of lines) {
      // Places are counted through all parts: after a damaged one they would be those of others.
      const part = parsed(line, record);
      if (part === null) break;
      const spans = reader.read(part);
      count += spans.length;
      this.#restore(() => this.#history.restoreRead(spans, reader));
      await turn();
    }
    return { is: 'loaded', spans: count };
  }

  /** What comes from the file need not go back to it. */
  #restore(act: () => void): void {
    const wasChanged = this.#isChanged;
    act();
    this.#isChanged = wasChanged;
  }

  #wake(): void {
    this.#isChanged = true;
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => void this.flush(), this.#pauseMs);
    // What is to be kept keeps no process alive.
    this.#timer.unref();
  }

  /** What is not kept takes no place from what is. */
  #newest(): readonly Span[] {
    const others = new Set(this.#history.locks.map((lock) => lock.path).filter((lock) => !this.#isKept(lock)));
    if (others.size === 0) return this.#history.newest(mostSaved);
    const more = this.#history.spans.reduce((count, { lock }) => (others.has(lock) ? count + 1 : count), 0);
    return this.#history.newest(mostSaved + more).filter(({ lock }) => !others.has(lock));
  }

  async #save(): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    try {
      const lines = [JSON.stringify({ version: savedVersion })];
      for (const part of savedParts(this.#newest(), (lock) => this.#history.lock(lock), Date.now())) {
        lines.push(JSON.stringify(part));
        await turn();
      }
      makeFolder(path.dirname(this.#file));
      const { is: outcome } = await saveAtomically(this.#file, Buffer.from(`${lines.join('\n')}\n`));
      if (outcome !== 'saved') throw new Error(`${this.#file} cannot be replaced without losing what is special about it.`);
    } catch (error) {
      this.#isChanged = true;
      this.#onTrouble(error);
    }
  }
}
