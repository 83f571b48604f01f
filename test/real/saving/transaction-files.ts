import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The files of the transaction: one is made, one removed, and they lie in two folders. */
export const actorFiles = ['a', 'b', 'c', 'sub/d', 'sub/e'] as const;

/** What is there before it: 'b' is not. */
export const before: Readonly<Record<string, string | null>> = { a: 'old a', c: 'old c', sub: null, 'sub/d': 'old sub/d', 'sub/e': 'old sub/e' };

/** What is there after it: 'c' is not. */
export const after: Readonly<Record<string, string | null>> = { a: 'new a', b: 'new b', sub: null, 'sub/d': 'new sub/d', 'sub/e': 'new sub/e' };

export function contentAfter(name: string): Uint8Array | null {
  return name === 'c' ? null : Buffer.from(`new ${name}`);
}

export function layOut(folder: string): void {
  for (const [name, content] of Object.entries(before)) {
    if (content === null) mkdirSync(path.join(folder, name));
    else writeFileSync(path.join(folder, name), content);
  }
  chmodSync(path.join(folder, 'a'), 0o640);
}
