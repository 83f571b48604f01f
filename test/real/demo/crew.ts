import { fileURLToPath } from 'node:url';
import { Actor } from './actor.ts';
import type { Part } from './actor.ts';
import { waitFor } from './wait.ts';
import type { Patience } from './wait.ts';

/** Keeps the processes that it starts, so that all of them can be ended whatever happened. */
export class Crew {
  readonly #actors = new Set<Actor>();
  readonly #ended = new AbortController();

  /** @throws when the crew has been ended, or the program cannot be started */
  start(part: Part): Actor {
    this.#ended.signal.throwIfAborted();
    const actor = new Actor(part);
    this.#actors.add(actor);
    return actor;
  }

  /** Starts one of the programs beside this file; returns when it has announced itself. */
  async startProgram(name: string, args: readonly string[], cwd: string): Promise<Actor> {
    const actor = this.start({ command: process.execPath, args: [programPath(name), ...args], cwd });
    await actor.announced();
    return actor;
  }

  /** waitFor, given up when the crew is ended. */
  waitFor<T>(ask: () => T | Promise<T>, what: string | (() => string), patience: Patience = {}): Promise<Exclude<T, false | null | undefined>> {
    return waitFor(ask, what, { ...patience, signal: this.#ended.signal });
  }

  /** Ends all processes, waits until they are gone, and lets no new ones start. */
  async end(): Promise<void> {
    this.#ended.abort(new Error('ended'));
    await Promise.all([...this.#actors].map((actor) => actor.end()));
  }

  /** Process ids of all that were ever started. */
  get pids(): readonly number[] {
    return [...this.#actors].map((actor) => actor.pid);
  }
}

/** The absolute path of one of the programs in `programs/`. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url));
}
