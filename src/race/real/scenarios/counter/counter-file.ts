import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { number, record } from '../../../../base/json.ts';

/** Where the count stands, in the folder of a run. */
export function counterFile(folder: string): string {
  return path.join(folder, 'counter.json');
}

/** The number of a file that is read and replaced whole, so that a kill in between leaves it as it was. */
export class CounterFile {
  readonly file: string;
  readonly #temporary: string;

  /** @param writer a name that nobody else writes under */
  constructor(folder: string, writer: string) {
    this.file = counterFile(folder);
    this.#temporary = `${this.file}.${writer}`;
  }

  read(): number {
    return number(record(JSON.parse(readFileSync(this.file, 'utf8')))['count']);
  }

  write(count: number): void {
    writeFileSync(this.#temporary, JSON.stringify({ count }));
    renameSync(this.#temporary, this.file);
  }
}
