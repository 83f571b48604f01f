// Contents of which half is told from all: one letter, as often as that letter says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** Bytes of small and of large contents; the large ones are written in parts. */
const sizes = { small: { a: 5000, b: 7000 }, large: { a: 5_000_000, b: 4_300_000 } } as const;

export type Size = keyof typeof sizes;
export type Letter = 'a' | 'b';

const made = new Map<string, Buffer>();

export function contentOf(letter: Letter, size: Size): Buffer {
  const name = `${size} ${letter}`;
  const content = made.get(name) ?? Buffer.alloc(sizes[size][letter], letter);
  made.set(name, content);
  return content;
}

/** Which content it is; null when it is none of them whole. */
export function letterIn(bytes: Buffer): Letter | null {
  for (const size of ['small', 'large'] as const) {
    for (const letter of ['a', 'b'] as const) if (bytes.length === sizes[size][letter] && bytes.equals(contentOf(letter, size))) return letter;
  }
  return null;
}

export function letterAt(file: string): Letter {
  return letterIn(readFileSync(file)) ?? assert.fail(`${file} holds neither content whole`);
}
