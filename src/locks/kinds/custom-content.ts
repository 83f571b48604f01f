import path from 'node:path';
import { plain, type Text } from '../../base/text.ts';
import type { Artifact } from '../observation.ts';
import { halfWritten, isRecord, parseRecord, pidClaim, readClaim, readHost, readPid, textOf, told, toldPid, type Told } from './content.ts';
import { compileExpression } from './expression.ts';
import type { Format } from './format.ts';
import type { Site } from './kind.ts';
import type { Pattern } from './pattern.ts';

/** Says what is wrong with an entry: a template, in which `{entry}` is its name. */
export type Complain = (template: string, args?: Text['args']) => void;

/** Finds a word in what a lock says; null when it is not there. */
type Finder = (content: string) => unknown;

/**
 * How to read the holder of a lock that a user describes by "pid" and "host"; null when nothing says
 * who it is. What should name somebody and does not is half-written: nobody knows who has it.
 * @param entry as it stands in the settings
 */
export function tellerOf(entry: Record<string, unknown>, type: string, pattern: Pattern | null, complain: Complain): NonNullable<Format['tell']> | null {
  const { pid, host } = entry;
  if (host !== undefined && (pid === undefined || pid === 'name')) complain('Lock kind {entry}: "host" needs a "pid" that stands in the content too.');
  const hostFinder = host === undefined ? null : placeOf('host', host, complain);
  if (pid === undefined) return null;
  if (pid === 'name') return fromName(pattern, complain);
  if (type === 'folder') complain('Lock kind {entry}: a folder has no content, so "pid" can only be "name".');
  if (pid === 'content' && hostFinder === null) return ({ observation }) => fromContent(observation.artifact);
  const pidFinder = pid === 'content' ? (content: string) => content.trim() : placeOf('pid', pid, complain);
  return ({ observation }) => fromPlaces(contentOf(observation.artifact), pidFinder ?? nowhere, hostFinder);
}

const nowhere: Finder = () => null;

/** What a link points at counts as its content. */
function contentOf(artifact: Artifact): string {
  return artifact.type === 'symlink' ? artifact.target : (textOf(artifact) ?? '');
}

/** The first `*` of the name that stands for a pid. A name without one is another file's. */
function fromName(pattern: Pattern | null, complain: Complain): (site: Site) => Told | null {
  const last = pattern?.source.split('/').at(-1) ?? '*';
  if (!last.includes('*')) complain('Lock kind {entry}: "pid" is "name", so the last name of "pattern" needs a * in the place of the pid.');
  const parts = last.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const name = new RegExp(`^${parts.join('(.*)')}$`);
  return ({ observation }) => {
    const [, ...words] = name.exec(path.basename(observation.path)) ?? [];
    return toldPid(words.find((word) => readPid(word) !== null));
  };
}

function fromContent(artifact: Artifact): Told {
  const claimed = artifact.type === 'symlink' ? toldPid(artifact.target) : readClaim(artifact);
  return claimed?.claim.by === 'pid' ? claimed : halfWritten;
}

function fromPlaces(content: string, pidFinder: Finder, hostFinder: Finder | null): Told {
  const pid = readPid(pidFinder(content));
  if (pid === null) return halfWritten;
  if (hostFinder === null) return told(pidClaim(pid));
  const found = hostFinder(content);
  const host = readHost(found);
  // A host that cannot be read may be another one, whose pid says nothing here.
  return host === null && found !== 'localhost' ? halfWritten : told(pidClaim(pid, host));
}

/** Where a word stands: { "json": "owner.pid" }, { "line": 2 } or { "match": "pid=(\\d+)" }. */
function placeOf(key: 'pid' | 'host', value: unknown, complain: Complain): Finder | null {
  const [[kind, place] = ['', null], ...more] = isRecord(value) ? Object.entries(value) : [];
  if (more.length === 0 && kind === 'json' && typeof place === 'string' && /^[^.]{1,80}(?:\.[^.]{1,80}){0,7}$/.test(place)) return (content) => inJson(content, place.split('.'));
  if (more.length === 0 && kind === 'line' && typeof place === 'number' && Number.isInteger(place) && place >= 1 && place <= 64) {
    return (content) => content.split(/\r?\n/)[place - 1]?.trim() ?? null;
  }
  if (key === 'pid' && more.length === 0 && kind === 'match' && typeof place === 'string') return matching(place, complain);
  complain(
    key === 'pid'
      ? 'Lock kind {entry}: "pid" must be "content", "name", { "json": "owner.pid" }, { "line": 2 } or { "match": "pid=(\\\\d+)" }.'
      : 'Lock kind {entry}: "host" must be { "json": "owner.host" } or { "line": 2 }.',
  );
  return null;
}

function matching(source: string, complain: Complain): Finder | null {
  const expression = compileExpression(source);
  if (!('template' in expression)) return (content) => expression.find(content);
  complain('Lock kind {entry}: "match" is "{source}", and {why}.', { source, why: plain(expression) });
  return null;
}

function inJson(content: string, keys: readonly string[]): unknown {
  let value: unknown = parseRecord(content);
  for (const key of keys) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  return value;
}
