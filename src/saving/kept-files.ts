import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { makeFolder } from './own-folder.ts';
import { saveAtomically } from './write/save.ts';

/** So long a name is at most. */
const longestName = 80;

/**
 * The latest texts of one sort, each in a file of its own in a folder of the user's own. Windows that keep one at
 * the same time do not get in each other's way, and one that is cut short leaves no half file.
 */
export class KeptFiles {
  readonly #folder: string;
  readonly #most: number;

  /**
   * @param folder absolute; it and those above it are made when first written to, for this user alone
   * @param most how many are kept; the first by their names go
   */
  constructor(folder: string, most: number) {
    this.#folder = folder;
    this.#most = most;
  }

  /** Their names, the last first. @throws the system's error when the folder is there and cannot be read */
  names(): readonly string[] {
    const files = orGone(() => readdirSync(this.#folder)) ?? [];
    return files.flatMap((file) => (isName(file.slice(0, -'.json'.length)) && file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).sort().toReversed();
  }

  /** The text of one; null when it is gone. @throws the system's error */
  read(name: string): string | null {
    return isName(name) ? orGone(() => readFileSync(this.#fileOf(name), 'utf8')) : null;
  }

  /**
   * Keeps one more, and lets go of the first beyond the number.
   * @param name letters, digits and hyphens; names sort by age
   * @throws RangeError for another name; SaveError; the system's error
   */
  async keep(name: string, text: string): Promise<void> {
    if (!isName(name)) throw new RangeError(`no name for a file: ${name}`);
    makeFolder(this.#folder);
    await saveAtomically(this.#fileOf(name), Buffer.from(text));
    for (const old of this.names().slice(this.#most)) this.remove(old);
  }

  /** One that is gone already stays gone. @throws the system's error */
  remove(name: string): void {
    if (isName(name)) orGone(() => unlinkSync(this.#fileOf(name)));
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, `${name}.json`);
  }
}

/** What comes from outside names nothing beyond the folder. */
function isName(name: string): boolean {
  return name.length <= longestName && /^[\dA-Za-z][\dA-Za-z-]*$/.test(name);
}
