import { randomInt } from 'node:crypto';

const timeDigits = 9;
const randomDigits = 5;
const shape = /^[0-9a-z]{9}-[0-9a-z]{5}$/;

/**
 * Names one break: time, then chance, in base 36, so that ids sort by time, can be read out and
 * typed, and are safe as the name of a folder.
 * @param now ms since the epoch
 */
export function makeUndoId(now: number, random: number = randomInt(36 ** randomDigits)): string {
  return `${digits(Math.floor(now), timeDigits)}-${digits(random, randomDigits)}`;
}

/** When the break that an undo id names was made, ms since the epoch. */
export function timeOf(undoId: string): number {
  return Number.parseInt(undoId.slice(0, timeDigits), 36);
}

/** Whether it could be an undo id; whether there was such a break, the journal knows. */
export function isUndoId(id: string): boolean {
  return shape.test(id);
}

function digits(value: number, count: number): string {
  return value.toString(36).padStart(count, '0');
}
