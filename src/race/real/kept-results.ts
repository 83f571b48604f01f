import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { systemClock, type Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import { list, number, record, string, type Fields } from '../../base/json.ts';
import { KeptFiles } from '../../saving/kept-files.ts';
import { masked } from './export/masked.ts';
import { resultFrom } from './read-result.ts';
import type { RunResult } from './result.ts';

const format = 'lockscope-race-runs';
/** Of the format: what is of a later one is left alone. */
const version = 1;
const mostKept = 50;

/** What is known of a comparison without reading all of it. */
export interface KeptSummary {
  readonly id: string;
  /** ISO 8601: when it was kept. */
  readonly at: string;
  readonly scenarios: readonly string[];
  readonly strategies: readonly string[];
  readonly actors: readonly number[];
  readonly runs: number;
}

/** One that cannot be read: damaged, or of a later version. */
export interface SkippedResult {
  readonly id: string;
  readonly why: string;
}

export interface KeptList {
  /** The latest first. */
  readonly kept: readonly KeptSummary[];
  readonly skipped: readonly SkippedResult[];
}

/** The latest comparisons of this user, in files that all windows and the command line share. Servers that were given are not named in them. */
export class KeptResults {
  readonly #files: KeptFiles;
  readonly #clock: Clock;

  /** @param stateFolder see ownStateFolder() */
  constructor(stateFolder: string, clock: Clock = systemClock) {
    this.#files = new KeptFiles(path.join(stateFolder, 'race-runs'), mostKept);
    this.#clock = clock;
  }

  /** @throws the system's error when the folder cannot be read; what is wrong with one of them is told beside the others */
  list(): KeptList {
    const read = this.#files.names().flatMap((id) => this.#readOr(id, (text) => summaryFrom(id, text)));
    return { kept: read.flatMap((each) => ('at' in each ? [each] : [])), skipped: read.flatMap((each) => ('why' in each ? [each] : [])) };
  }

  /** The runs of one; null when it is gone. @throws SyntaxError when it cannot be read; the system's error */
  load(id: string): readonly RunResult[] | null {
    const text = this.#files.read(id);
    return text === null ? null : resultsFrom(text);
  }

  /** Keeps a comparison; the oldest beyond fifty goes. @throws SaveError; the system's error */
  async keep(results: readonly RunResult[]): Promise<KeptSummary> {
    const at = new Date(this.#clock.now()).toISOString();
    const id = `${at.replaceAll(/[-:.]/g, '')}-${randomUUID().slice(0, 8)}`;
    const summary = summaryOf(id, at, results);
    const { id: _id, ...head } = summary;
    await this.#files.keep(id, `${JSON.stringify({ format, version, ...head })}\n${JSON.stringify(results.map(masked))}\n`);
    return summary;
  }

  /** @throws the system's error; not for one that is gone */
  remove(id: string): void {
    this.#files.remove(id);
  }

  #readOr<T>(id: string, read: (text: string) => T): readonly (T | SkippedResult)[] {
    try {
      const text = this.#files.read(id);
      return text === null ? [] : [read(text)];
    } catch (error) {
      return [{ id, why: messageOf(error) }];
    }
  }
}

function summaryOf(id: string, at: string, results: readonly RunResult[]): KeptSummary {
  const each = <T>(of: (run: RunResult) => T): readonly T[] => [...new Set(results.map(of))];
  return { id, at, scenarios: each(({ scenario }) => scenario), strategies: each(({ strategy }) => strategy), actors: each(({ actors }) => actors), runs: results.length };
}

function summaryFrom(id: string, text: string): KeptSummary {
  const [fields, rest] = partsOf(text);
  // Cut short it is no comparison, although its first line is whole.
  if (!rest.endsWith(']\n')) throw new SyntaxError('it is cut short');
  return { id, at: string(fields['at']), scenarios: list(fields['scenarios'], string), strategies: list(fields['strategies'], string), actors: list(fields['actors'], number), runs: number(fields['runs']) };
}

function resultsFrom(text: string): readonly RunResult[] {
  const [, rest] = partsOf(text);
  return list(JSON.parse(rest), resultFrom);
}

/** The first line, which is checked, and what comes after it. */
function partsOf(text: string): readonly [head: Fields, rest: string] {
  const end = text.indexOf('\n') + 1;
  const fields = record(JSON.parse(text.slice(0, end)));
  if (fields['format'] !== format) throw new SyntaxError('it is no comparison of runs');
  if (fields['version'] !== version) throw new SyntaxError(`it is of version ${String(fields['version'])} of the format, and this Lockscope reads version ${version}`);
  return [fields, text.slice(end)];
}
