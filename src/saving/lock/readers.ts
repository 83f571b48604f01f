import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { errnoCode, orGone, unless } from '../../base/errors.ts';
import { parsed } from '../../base/json.ts';
import { renew } from './folder.ts';
import type { Holding } from './held.ts';
import { isProvenGone, markFrom, ownerOf, ownMarkText } from './owner.ts';
import { Abandonment } from './staleness.ts';

let entries = 0;

/**
 * Those who share a lock, each as a file with its mark in a folder beside the lock's. Whoever was the last to
 * use the lock removes the folder.
 */
export class Readers {
  readonly #folder: string;
  #isUsed = false;

  constructor(lockPath: string) {
    this.#folder = `${lockPath}-readers`;
  }

  /** Where a change shows that one has left. */
  get path(): string {
    return this.#folder;
  }

  /** Adds this process, once more. @throws the system's error */
  add(): Holding & { readonly path: string } {
    this.#isUsed = true;
    entries += 1;
    const entry = path.join(this.#folder, `${process.pid}-${threadId}-${entries}`);
    const text = ownMarkText();
    // Others remove the folder whenever it is empty.
    while (!this.#write(entry, text)) unless('EEXIST', () => mkdirSync(this.#folder));
    return {
      path: entry,
      renew: () => renew(entry),
      free: () => {
        orGone(() => unlinkSync(entry));
        return null;
      },
    };
  }

  /**
   * Whether none is left; then the folder may stay, for those who come next. Those whose process is proven gone, or silent for too long, are removed.
   * @param silences what was seen of each so far; kept by whoever waits
   * @throws the system's error
   */
  areGone(silences: Map<string, Abandonment>, staleMs: number): boolean {
    const names = this.#names();
    this.#isUsed ||= names.length > 0;
    return names.filter((name) => !this.#isLeft(name, silences, staleMs)).length === 0;
  }

  /** Removes the folder if this process has used it and nobody is in it. Left behind, it disturbs nobody. */
  removeFolder(): void {
    if (!this.#isUsed) return;
    try {
      rmdirSync(this.#folder);
    } catch (error) {
      // Not empty, gone already, or the disk has become read-only: what is to be done about it others will.
      if (errnoCode(error) === undefined) throw error;
    }
  }

  /** Asked first whether the folder is there, which it mostly is not: to make an error takes longer than all else of an acquisition. */
  #names(): readonly string[] {
    return existsSync(this.#folder) ? (orGone(() => readdirSync(this.#folder)) ?? []) : [];
  }

  /** @returns false when the folder is not there */
  #write(entry: string, text: string): boolean {
    return orGone(() => (writeFileSync(entry, text, { flag: 'wx', mode: 0o600 }), true)) ?? false;
  }

  #isLeft(name: string, silences: Map<string, Abandonment>, staleMs: number): boolean {
    const entry = path.join(this.#folder, name);
    const stats = lstatSync(entry, { throwIfNoEntry: false });
    const text = orGone(() => readFileSync(entry, 'utf8'));
    if (stats === undefined || text === null) return true;
    const mark = parsed(text, markFrom);
    const silence = silences.get(name) ?? new Abandonment(staleMs);
    silences.set(name, silence);
    const isKnown = mark !== null && ownerOf(mark).isLocal;
    const isSilent = !isKnown && silence.isProven({ renewedAt: stats.mtimeMs, of: String(stats.ino) }, performance.now(), Date.now());
    if (!isSilent && (mark === null || !isProvenGone(mark))) return false;
    orGone(() => unlinkSync(entry));
    return true;
  }
}
