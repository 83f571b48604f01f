import { parseArgs } from 'node:util';
import type { LockState } from '../locks/lock.ts';

/** Does what one command asks. @returns the exit code */
export type Verb = (words: readonly string[]) => Promise<number> | number;

/** 130 is what a shell makes of a program that Ctrl+C ended. */
export const exitCodes = { done: 0, failed: 1, badUse: 2, notStale: 3, asks: 3, changed: 4, never: 5, interrupted: 130 } as const;

/** The command line cannot be carried out as it stands; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Flag = 'json' | 'all' | 'force' | 'lock' | 'in-place' | 'csv' | 'markdown';

/** A flag that is followed by a value. */
export type Setting =
  | 'expect' | 'timeout' | 'for' | 'from' | 'engine' | 'seed' | 'runs'
  | 'strategy' | 'actors' | 'rounds' | 'seconds' | 'operations' | 'lease' | 'kill' | 'pause' | 'pause-ms' | 'slow' | 'clock-offset' | 'redis-down' | 'redis-restart' | 'redis' | 'postgresql';

export interface Words {
  readonly operands: readonly string[];
  readonly flags: Readonly<Record<Flag, boolean>>;
  /** By setting; none where it was not given. Of several the last counts. */
  readonly settings: ReadonlyMap<Setting, string>;
  /** Of those that may be given more than once, all. */
  readonly lists: ReadonlyMap<Setting, readonly string[]>;
}

/** Splits the words after a command. @throws UsageError for a flag that the command does not have, or a value that is missing */
export function readWords(words: readonly string[], allowed: readonly Flag[], settings: readonly Setting[] = []): Words {
  const options: Record<string, { readonly type: 'boolean' | 'string'; readonly multiple?: boolean }> = {};
  for (const flag of allowed) options[flag] = { type: 'boolean' };
  for (const setting of settings) options[setting] = { type: 'string', multiple: true };
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    const has = (flag: Flag): boolean => values[flag] === true;
    const lists = new Map(settings.flatMap((setting) => {
      const given = [values[setting]].flat().filter((value) => typeof value === 'string');
      return given.length > 0 ? [[setting, given] as const] : [];
    }));
    return {
      operands: positionals,
      flags: { json: has('json'), all: has('all'), force: has('force'), lock: has('lock'), 'in-place': has('in-place'), csv: has('csv'), markdown: has('markdown') },
      settings: new Map([...lists].map(([setting, given]) => [setting, given.at(-1) ?? ''])),
      lists,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error), { cause: error });
  }
}

/** The one operand of a command. @throws UsageError when there is none or there are several */
export function onlyOperand({ operands }: Words, usage: string): string {
  const [operand, ...rest] = operands;
  if (operand === undefined || rest.length > 0) throw new UsageError(`Usage: lockscope ${usage}`);
  return operand;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

const stateColours: Record<LockState, number> = { stale: 31, suspect: 33, held: 32, unknown: 35, idle: 90 };

/** A state's name, coloured when a person reads it at a terminal that wants colours (no-color.org). */
export function paintState(state: LockState, shown: string = state): string {
  return paint(stateColours[state], shown);
}

/** A text in one of the terminal's own colours, where colours are wanted. @param colour of SGR */
export function paint(colour: number, shown: string): string {
  const wanted = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return wanted ? `\u001B[${colour}m${shown}\u001B[0m` : shown;
}

/** A name on one line: what would move the cursor or hide the rest is shown as an escape. */
export function printable(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return name.replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
