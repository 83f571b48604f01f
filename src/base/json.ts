/**
 * Reads JSON of our own back as what it was written from. What is not of that form is a SyntaxError,
 * like JSON's own, so that there is one way to fail.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** As one line. Bigints become strings of digits. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}

function reject(what: string): never {
  throw new SyntaxError(`not a ${what}`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function record(value: unknown): Fields {
  return isFields(value) ? value : reject('record');
}

export function string(value: unknown): string {
  return typeof value === 'string' ? value : reject('string');
}

export function number(value: unknown): number {
  return typeof value === 'number' ? value : reject('number');
}

export function list<T>(value: unknown, item: (value: unknown) => T): T[] {
  return Array.isArray(value) ? value.map((each: unknown) => item(each)) : reject('list');
}

export function oneOf<T extends string>(options: readonly T[], value: unknown): T {
  return options.find((option) => option === value) ?? reject(options.join('/'));
}

/** @see toJson */
export function bigint(value: unknown): bigint {
  return BigInt(string(value));
}

/** null, or what `read` makes of it. */
export function orNull<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}

/** What `read` makes of a text of JSON, or null when it is none of that form: half-written, or not ours. */
export function parsed<T>(text: string, read: (value: unknown) => T): T | null {
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
