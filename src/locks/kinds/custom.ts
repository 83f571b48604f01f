import path from 'node:path';
import { text, type Text } from '../../base/text.ts';
import type { Breaking, ToolWay } from '../lock.ts';
import { isRecord } from './content.ts';
import { tellerOf, type Complain } from './custom-content.ts';
import { familyOf, type Format } from './format.ts';
import type { HeartbeatRule, LockKind, Site } from './kind.ts';
import { manifestExamples } from './manifests.ts';
import { compilePattern, type Pattern } from './pattern.ts';

/** Formats that users describe in their settings. */
export interface CustomKinds {
  readonly kinds: readonly LockKind[];
  /** What is wrong with the entries that were left out, a sentence each. */
  readonly problems: readonly Text[];
}

/** More formats than anybody can have thought about. */
const mostEntries = 100;

/**
 * Reads the formats of a settings value. A bad entry is left out, the good ones stay.
 * @param value what stands in the settings: a list of entries, or undefined when nothing does
 */
export function parseCustomKinds(value: unknown): CustomKinds {
  const problems: Text[] = [];
  if (value === undefined || value === null) return { kinds: [], problems };
  if (!Array.isArray(value)) return { kinds: [], problems: [text('The lock kinds must be a list, [ ... ], with an object for each kind.')] };
  if (value.length > mostEntries) problems.push(text('Only the first {most} lock kinds are used.', { most: mostEntries }));
  const formats = value.slice(0, mostEntries).map((entry: unknown, i) => parseEntry(entry, i, problems));
  return { kinds: formats.filter((format) => format !== null).map((format) => familyOf([format])), problems };
}

const known: ReadonlySet<string> = new Set(['name', 'pattern', 'type', 'pid', 'host', 'holds', 'heartbeatSeconds', 'breaking']);

function parseEntry(value: unknown, index: number, problems: Text[]): Format | null {
  const before = problems.length;
  const entry = isRecord(value) ? value : {};
  const name = entry['name'];
  const label = typeof name === 'string' && name !== '' ? `"${name}"` : `#${index + 1}`;
  const complain: Complain = (template, args = {}) => problems.push(text(template, { entry: label, ...args }));
  if (!isRecord(value)) complain('Lock kind {entry} must be an object with at least "name" and "pattern".');
  for (const key of Object.keys(entry).filter((each) => !known.has(each))) {
    complain('Lock kind {entry} has "{key}", which means nothing; there are {known}.', { key, known: [...known].join(', ') });
  }
  if (typeof name !== 'string' || !/^\S.{0,79}$/.test(name)) complain('Lock kind {entry} needs a "name", a line of at most 80 characters.');
  const pattern = parsePattern(entry['pattern'], complain);
  const type = oneOf(entry, 'type', ['file', 'folder', 'symlink'], complain);
  const holds = oneOf(entry, 'holds', ['existence', 'kernel-lock'], complain);
  const tell = tellerOf(entry, type, pattern, complain);
  const heartbeat = parseHeartbeat(entry['heartbeatSeconds'], holds, complain);
  const breaking = parseBreaking(entry['breaking'], holds, String(name), complain);
  if (problems.length > before || pattern === null) return null;
  return {
    kind: `custom-${index + 1}`,
    title: String(name),
    at: [pattern.source],
    as: [type],
    // A file that its holder removes on release cannot be told from one that stays, and only the one that stays may be free.
    basis: holds === 'kernel-lock' ? 'kernel-on-lasting-file' : 'existence',
    ...(tell === null ? {} : { tell }),
    // Whoever stands still renews nothing, and nobody knows what it is called.
    ...(heartbeat === null ? {} : { heartbeat, search: 'anybody' }),
    ...breaking,
  };
}

function oneOf<const T extends string>(entry: Record<string, unknown>, key: string, choices: readonly [T, ...T[]], complain: Complain): T {
  const value = entry[key] ?? choices[0];
  const choice = choices.find((each) => each === value);
  if (choice === undefined) complain('Lock kind {entry}: "{key}" must be one of {choices}.', { key, choices: choices.map((each) => `"${each}"`).join(', ') });
  return choice ?? choices[0];
}

/** More would make looking at a long name slow. */
const mostStars = 3;

function parsePattern(value: unknown, complain: Complain): Pattern | null {
  if (typeof value !== 'string' || value === '' || value.length > 200) {
    complain('Lock kind {entry} needs a "pattern" of at most 200 characters, the end of a path, for instance "build/*.busy".');
    return null;
  }
  const parts = value.split('/');
  if (value.includes('\\') || parts.some((part) => ['', '.', '..'].includes(part))) {
    complain('Lock kind {entry}: "pattern" has only names with one / between them, no \\, . or ..; it is "{pattern}".', { pattern: value });
    return null;
  }
  if (parts.some((part) => part.split('*').length - 1 > mostStars) || parts.filter((part) => part === '**').length > mostStars) {
    complain('Lock kind {entry}: "pattern" may have at most {most} * in a name, and as many ** in all; it is "{pattern}".', { most: mostStars, pattern: value });
    return null;
  }
  return withoutManifests(value, parts.at(-1) ?? '', complain);
}

function withoutManifests(source: string, last: string, complain: Complain): Pattern | null {
  let pattern: Pattern;
  try {
    pattern = compilePattern(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    complain('Lock kind {entry}: "pattern" must tell the last name at least in part, for instance "*.busy"; "{pattern}" fits every file.', { pattern: source });
    return null;
  }
  const fitting = manifestExamples.find((manifest) => {
    const name = path.posix.basename(manifest);
    return pattern.fitsName(name) && (!last.includes('*') || pattern.fitsFolder(path.posix.join('/folder/of', path.posix.dirname(manifest))));
  });
  if (fitting === undefined) return pattern;
  complain('Lock kind {entry}: "pattern" also fits {manifest}, which pins versions and is no lock. Name a folder before it, or more of the name.', { manifest: fitting });
  return null;
}

/** After so many intervals without a renewal a holder is late; proof takes twice as many, see heartbeat.ts. */
const lateIntervals = 4;

function parseHeartbeat(value: unknown, holds: string, complain: Complain): ((site: Site) => HeartbeatRule) | null {
  if (value === undefined) return null;
  if (typeof value !== 'number' || !(value >= 0.1 && value <= 86_400)) {
    complain('Lock kind {entry}: "heartbeatSeconds" must be a number from 0.1 to 86400: how often the holder renews the time of the lock.');
    return null;
  }
  if (holds !== 'existence') complain('Lock kind {entry}: "heartbeatSeconds" says nothing where "holds" is "{holds}"; leave it out.', { holds });
  const usualMs = value * 1000;
  return ({ observation: { bornAt, writtenAt } }) => ({ renewed: bornAt !== null && writtenAt - bornAt >= usualMs / 2, usualMs, takenOverAfterMs: lateIntervals * usualMs });
}

/** The longest command, words, and the longest of its words, characters. */
const mostWords = 32;
const longestWord = 1000;

function parseBreaking(value: unknown, holds: string, name: string, complain: Complain): Pick<Format, 'breaking' | 'ways'> {
  if (value === undefined) return {};
  if (value === 'remove' && holds === 'kernel-lock') {
    complain('Lock kind {entry}: "breaking" cannot be "remove" where "holds" is "kernel-lock": removing the file would let two holders in.');
  }
  const simple = (['remove', 'never'] satisfies Breaking[]).find((each) => each === value);
  if (simple !== undefined) return { breaking: simple };
  const command = isRecord(value) && Object.keys(value).length === 1 ? value['command'] : null;
  if (!isCommand(command)) {
    complain('Lock kind {entry}: "breaking" must be "remove", "never" or { "command": ["tool", "unlock", "${path}"] }, the tool itself without ${path}.');
    return {};
  }
  const ways = (lockPath: string): readonly ToolWay[] => [
    {
      argv: command.map((word) => word.replaceAll('${path}', () => lockPath)),
      cwd: path.dirname(lockPath),
      does: text('The command that the settings give for "{name}".', { name }),
    },
  ];
  return { breaking: 'tool-command', ways };
}

function isCommand(value: unknown): value is readonly string[] {
  const isWord = (word: unknown): boolean => typeof word === 'string' && word !== '' && word.length <= longestWord && !/[\0\r\n]/.test(word);
  return Array.isArray(value) && value.length > 0 && value.length <= mostWords && value.every(isWord) && !String(value[0]).includes('${');
}
