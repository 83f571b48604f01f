import { readFileSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { parsed } from '../base/json.ts';
import { FileLock } from './lock/file-lock.ts';
import { makeFolder } from './own-folder.ts';
import { saveAtomically } from './write/save.ts';

/** How long a change waits for those of others, ms; one takes a few. */
const timeoutMs = 10_000;

/**
 * A little that several processes remember together, as JSON in a file of the user's own. Each change is
 * made to what the one before has left, and is there whole or not at all.
 */
export class SharedState {
  readonly #file: string;

  /** @param file absolute; it and the folders above it are made when first written to, for this user alone */
  constructor(file: string) {
    this.#file = file;
  }

  /** What is remembered; undefined when it is nothing, or nothing that can be read. @throws the system's error */
  read(): unknown {
    const text = orGone(() => readFileSync(this.#file, 'utf8'));
    return text === null ? undefined : (parsed(text, (value) => value) ?? undefined);
  }

  /**
   * Changes it; nothing is written where that changes nothing.
   * @param next what is to be remembered instead; the same value for no change
   * @throws LockTimeoutError; SaveError; what `next` throws
   */
  async change(next: (current: unknown) => unknown): Promise<void> {
    makeFolder(path.dirname(this.#file));
    await new FileLock(this.#file).run(
      async ({ signal }) => {
        const current = this.read();
        const changed = next(current);
        if (changed !== current) await saveAtomically(this.#file, Buffer.from(`${JSON.stringify(changed)}\n`), { signal });
      },
      { timeoutMs },
    );
  }
}
