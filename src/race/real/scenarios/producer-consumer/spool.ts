import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errnoCode } from '../../../../base/errors.ts';

/** The folders of a spool: jobs that wait, and those that somebody has claimed. Each job is a file, named by its number. */
export class Spool {
  readonly waiting: string;
  readonly claimed: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.waiting = path.join(folder, 'waiting');
    this.claimed = path.join(folder, 'claimed');
  }

  make(): void {
    mkdirSync(this.waiting);
    mkdirSync(this.claimed);
  }

  /** Written elsewhere and put there by its name, so that consumers see only whole jobs. */
  put(job: number): void {
    const made = path.join(this.#folder, `made-${job}`);
    writeFileSync(made, JSON.stringify({ job }));
    renameSync(made, this.fileOf(job));
  }

  fileOf(job: number): string {
    return path.join(this.waiting, String(job));
  }

  jobs(): readonly number[] {
    return readdirSync(this.waiting).map(Number);
  }
}

/** @returns whether the file was there */
export function unlessGone(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw error;
    return false;
  }
}
