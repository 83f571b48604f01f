import { createHash } from 'node:crypto';

/** Where a log is put aside, bytes. */
export const rotateAt = 64_000;

/** A line that shows by itself whether it is whole. */
export function lineOf(name: string, number: number): string {
  const text = `${name} ${number} ${'x'.repeat((number * 37) % 200)}`;
  return `${text} ${sumOf(text)}`;
}

/** Whether a line is one of those, and whole. */
export function isWhole(line: string): boolean {
  const at = line.lastIndexOf(' ');
  return at > 0 && line.slice(at + 1) === sumOf(line.slice(0, at));
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** What was found in a file, or several, held against what its writers were told. */
export interface Account {
  readonly lines: number;
  readonly acknowledged: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** Whole, and there more than once. */
  readonly doubled: number;
  /** No line of anybody. */
  readonly torn: readonly string[];
}

export function accountOf(found: readonly string[], acknowledged: readonly string[]): Account {
  const whole = found.filter(isWhole);
  const there = new Set(whole);
  return {
    lines: found.length,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((line) => !there.has(line)).length,
    doubled: whole.length - there.size,
    torn: found.filter((line) => !isWhole(line)),
  };
}
