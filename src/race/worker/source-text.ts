import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { orGone } from '../../base/errors.ts';

/** What a map of sources says of them (https://tc39.es/ecma426/). */
interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

/**
 * The text of a source that a place names.
 * @param main the thread's main module; the scenarios that come with it are in its map, where it is a bundle
 * @returns null when there is none
 */
export async function sourceText(file: string, main: string | URL): Promise<string | null> {
  return inMap(file, typeof main === 'string' && !main.startsWith('file:') ? main : fileURLToPath(main)) ?? (await onDisk(file));
}

function inMap(file: string, main: string): string | null {
  const text = orGone(() => readFileSync(`${main}.map`, 'utf8'));
  if (text === null) return null;
  const { sources, sourcesContent = [] }: SourceMap = JSON.parse(text);
  const at = sources.findIndex((source) => path.resolve(path.dirname(main), source) === path.resolve(file));
  return sourcesContent[at] ?? null;
}

async function onDisk(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => orGone(() => { throw error; }));
}
