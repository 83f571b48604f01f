import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { number, record, toJson } from '../../../base/json.ts';

/** What stands in the store's file. @throws SyntaxError; the system's errors */
export function readCounter(folder: string): number {
  return number(record(JSON.parse(readFileSync(fileIn(folder), 'utf8')))['value']);
}

/** Replaces the file by a new one, so that whoever reads it sees the old or the new. Of one writer at a time. */
export function writeCounter(folder: string, value: number): void {
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, toJson({ value }));
  renameSync(`${file}.new`, file);
}

function fileIn(folder: string): string {
  return path.join(folder, 'stored-counter.json');
}
