import { fileURLToPath } from 'node:url';
import type { Place } from './scenario-error.ts';

/** Frames of the lab itself: of these sources, or of the bundle that they have become. */
const own = fileURLToPath(import.meta.url);
const ownFolder = own.endsWith('.ts') ? own.slice(0, own.lastIndexOf('place.ts')) : null;

/** Where a user's source made this error: its first frame outside of the lab's own code. null when no frame tells. */
export function placeOf(error: Error): Place | null {
  for (const frame of (error.stack ?? '').split('\n')) {
    const found = /\(?((?:file:\/\/)?[^()\s]+):(\d+):(\d+)\)?$/.exec(frame);
    if (found === null || !/^\s+at /.test(frame)) continue;
    const [, where = '', line, column] = found;
    const file = where.startsWith('file://') ? fileURLToPath(where) : where;
    if (!isOwn(file)) return { file, line: Number(line), column: Number(column) };
  }
  return null;
}

function isOwn(file: string): boolean {
  if (file.startsWith('node:')) return true;
  return ownFolder === null ? file === own || file.includes('/src/race/model/') : file.startsWith(ownFolder);
}
