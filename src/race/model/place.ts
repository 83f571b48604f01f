import { fileURLToPath } from 'node:url';
import type { Place } from './scenario-error.ts';

/** With slashes on every system. A bundle in another form than a module knows no place of its own. */
const own = import.meta.url ? slashed(fileURLToPath(import.meta.url)) : '';
/** What holds the lab: the sources, or the bundles and the sources that their maps name. */
const root = own.endsWith('/src/race/model/place.ts') ? own.slice(0, -'/src/race/model/place.ts'.length) : own.split('/').slice(0, -2).join('/');

/** Where a frame is: behind the name of a function in parentheses, or all of it. */
const named = /^.*? \((.+):(\d+):(\d+)\)$/;
const nameless = /^(?:async )?(.+):(\d+):(\d+)$/;

/** Where the source of a scenario made this error: the first frame outside of the lab's own code. null when no frame tells. */
export function placeOf(error: Error): Place | null {
  for (const frame of (error.stack ?? '').split('\n')) {
    const place = /^\s+at /.test(frame) ? placeIn(frame.replace(/^\s+at /, '')) : null;
    if (place !== null && isOfScenario(place.file)) return place;
  }
  return null;
}

function placeIn(frame: string): Place | null {
  const [, where, line, column] = (named.exec(frame) ?? nameless.exec(frame)) ?? [];
  if (where === undefined) return null;
  return { file: where.startsWith('file://') ? fileURLToPath(where) : where, line: Number(line), column: Number(column) };
}

/** Whether a file holds scenarios: one of a user, or one that comes with the lab. */
export function isOfScenario(file: string): boolean {
  if (file.startsWith('node:') || file === '<anonymous>') return false;
  const path = slashed(file);
  const isOurs = path.startsWith(`${root}/src/`) || path.startsWith(`${root}/dist/`) || path.includes('/node_modules/sucrase/');
  return !isOurs || path.startsWith(`${root}/src/race/scenarios/`);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
