import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { list, number, orNull, record, string } from '../../../../base/json.ts';
import type { Plain } from '../../scenario.ts';

/** The number of a record reads as that of the operation and, in its last three digits, of the actor. */
const room = 1000;

/** Bytes of a record with its line end. */
export const recordBytes = 64;

/** What tells a record from all others. */
export function recordId(actor: number, count: number): number {
  return count * room + actor;
}

/** Who made it. */
export function actorOf(id: number): number {
  return id % room;
}

/** Which of its operations it was. */
export function countOf(id: number): number {
  return Math.floor(id / room);
}

/** A line that says at its begin and at its end which it is, so that parts of two are not taken for a whole one. */
export function recordLine(id: number): string {
  const name = `${actorOf(id)}.${countOf(id)}`;
  return `<${name} ${'-'.repeat(recordBytes - 2 * name.length - 5)} ${name}>`;
}

/** What a log holds. */
export interface Survey {
  /** Of each line that is whole, in the order of the log. */
  readonly ids: readonly number[];
  readonly torn: number;
  readonly firstTorn: string | null;
}

/** @returns the id; null when it is not a whole record */
export function recordIn(line: string): number | null {
  const [, actor, count] = /^<(\d+)\.(\d+) /.exec(line) ?? [];
  const id = recordId(Number(actor), Number(count));
  return Number.isSafeInteger(id) && line === recordLine(id) ? id : null;
}

/** How much of a torn line is kept, characters. */
const shown = 160;

/** Reads logs of any length, one after the other. @throws the system's error */
export async function surveyOf(logs: readonly string[]): Promise<Plain> {
  const ids: number[] = [];
  let torn = 0;
  let firstTorn: string | null = null;
  for (const log of logs) {
    for await (const line of createInterface({ input: createReadStream(log), crlfDelay: Infinity })) {
      const id = recordIn(line);
      if (id !== null) ids.push(id);
      else if (line !== '') {
        torn += 1;
        firstTorn ??= line.slice(0, shown);
      }
    }
  }
  return { ids, torn, firstTorn };
}

/** @throws SyntaxError */
export function surveyFrom(value: Plain): Survey {
  const fields = record(value);
  return { ids: list(fields['ids'], number), torn: number(fields['torn']), firstTorn: orNull(fields['firstTorn'], string) };
}
