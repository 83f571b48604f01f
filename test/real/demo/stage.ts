import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Crew } from './crew.ts';

/** Where the demo's locks are made: a folder, the processes in it, and how to leave no trace of either. */
export class Stage {
  readonly folder: string;
  readonly crew = new Crew();
  readonly #made = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * The path of a folder of ours right below the demo's.
   * @throws when something that is not ours stands there already
   */
  room(name: string): string {
    const room = path.join(this.folder, name);
    if (!this.#made.has(room)) mkdirSync(room);
    this.#made.add(room);
    return room;
  }

  /** Ends all processes and removes all rooms. May be called again. */
  async clear(): Promise<void> {
    await this.crew.end();
    for (const room of this.#made) rmSync(room, { recursive: true, force: true, maxRetries: 3 });
    this.#made.clear();
  }
}
