import { UsageError } from './terminal.ts';

/** The number that a setting takes. */
export interface Range {
  readonly least: number;
  readonly most: number;
  /** What may be said of `least` itself: it is left out. */
  readonly above?: boolean;
}

/** A number, with a decimal point if need be. @throws UsageError that names the setting and what it takes */
export function numberIn(word: string, setting: string, range: Range): number {
  const number = /^\d+(\.\d+)?$|^\.\d+$/.test(word) ? Number(word) : NaN;
  if (isWithin(number, range)) return number;
  throw new UsageError(`--${setting} takes a number ${range.above === true ? `above ${range.least} and up to` : `from ${range.least} to`} ${range.most}.`);
}

/** @throws UsageError that names the setting and what it takes */
export function wholeNumberIn(word: string, setting: string, range: Range): number {
  const number = /^\d+$/.test(word) ? Number(word) : NaN;
  if (isWithin(number, range)) return number;
  throw new UsageError(`--${setting} takes a whole number from ${range.least} to ${range.most}.`);
}

function isWithin(number: number, { least, most, above }: Range): boolean {
  return number <= most && (above === true ? number > least : number >= least);
}
