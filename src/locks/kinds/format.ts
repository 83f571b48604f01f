import path from 'node:path';
import type { Basis, SearchedFor } from '../facts.ts';
import type { Breaking, ToolWay } from '../lock.ts';
import type { Artifact } from '../observation.ts';
import { readClaim, toldNothing, type Told } from './content.ts';
import { usualEnd, type HeartbeatRule, type LockKind, type Reading, type Site } from './kind.ts';
import { compilePattern, PatternIndex } from './pattern.ts';

/** One lock format as a table tells it. What is left out is usual. */
export interface Format {
  /** Id, for instance 'hg-wlock'. */
  readonly kind: string;
  /** In words, for instance "Mercurial working copy lock". */
  readonly title: string;
  /** Where it stands; see pattern.ts. */
  readonly at: readonly string[];
  /** What it can be; a file when left out. What cannot be read may be it too, but for `byContent`. */
  readonly as?: readonly Artifact['type'][];
  /** Whether what stands around makes it this tool's; asked first, for a name that others use too. */
  readonly around?: (site: Site) => boolean;
  /** Told by its content and not by its place, so that what cannot be read is none of it. */
  readonly byContent?: true;
  readonly basis: Basis;
  /**
   * What its content or name tells; null when it is no lock of this format after all, 'part-of-another'
   * when it must be listed by none. Nothing is told when left out. Not asked for what cannot be read,
   * unless `as` has it.
   */
  readonly tell?: (site: Site) => Told | 'part-of-another' | null;
  /** What it protects; the path without its last extension when left out. */
  readonly resource?: (lockPath: string, site: Site) => string;
  readonly heartbeat?: (site: Site) => HeartbeatRule | null;
  readonly search?: SearchedFor | ((lockPath: string) => SearchedFor);
  /** 'remove' when left out, but for what a kernel lock holds: 'end-holder', and decisions: 'tool-command'. */
  readonly breaking?: Breaking | ((site: Site) => Breaking);
  /** What its tool offers. */
  readonly ways?: (lockPath: string, site: Site) => readonly ToolWay[];
  /** Paths that go with it. */
  readonly companions?: (site: Site) => readonly string[];
  /** Whether the file may stay after a release although its existence counts. */
  readonly mayOutlive?: boolean;
}

const usualBreaking: Record<Basis, Breaking> = {
  existence: 'remove',
  kernel: 'end-holder',
  'kernel-on-lasting-file': 'end-holder',
  decision: 'tool-command',
};

/** A family of formats from its table. Where several stand at the same place the first that fits is read. */
export function familyOf(formats: readonly Format[]): LockKind {
  const index = new PatternIndex<Format>();
  const patterns = formats.flatMap((format) => format.at.map((at) => ({ format, pattern: compilePattern(at) })));
  for (const { format, pattern } of patterns) index.add(pattern, format);
  return {
    patterns: patterns.map(({ pattern }) => pattern),
    mayBe: (name, folder) => index.has(name, folder),
    read: (site) => {
      const place = site.observation.path;
      for (const format of inOrder(index.find(path.basename(place), path.dirname(place)), formats)) {
        const reading = readAs(format, site);
        if (reading !== null) return reading;
      }
      return null;
    },
  };
}

function inOrder(found: readonly Format[], formats: readonly Format[]): readonly Format[] {
  return found.length < 2 ? found : formats.filter((format) => found.includes(format));
}

/** What stands at a site as one format reads it, wherever that is; see LockKind. */
export function readAs(format: Format, site: Site): Reading | 'part-of-another' | null {
  const { path: lockPath } = site.observation;
  if (format.around?.(site) === false) return null;
  const told = tellAs(format, site);
  if (told === null || told === 'part-of-another') return told;
  return {
    kind: format.kind,
    title: format.title,
    resource: (format.resource ?? withoutExtension)(lockPath, site),
    basis: format.basis,
    claim: told.claim,
    claimedAt: told.claimedAt,
    claimWrittenAt: told.writtenAt ?? null,
    heartbeat: format.heartbeat?.(site) ?? null,
    search: typeof format.search === 'function' ? format.search(lockPath) : (format.search ?? null),
    companions: format.companions?.(site) ?? [],
    mayOutlive: format.mayOutlive ?? format.basis === 'kernel-on-lasting-file',
    breaking: typeof format.breaking === 'function' ? format.breaking(site) : (format.breaking ?? usualBreaking[format.basis]),
    ways: format.ways?.(lockPath, site) ?? [],
    ...usualEnd,
  };
}

function tellAs({ as = ['file'], byContent, tell }: Format, site: Site): Told | 'part-of-another' | null {
  const { artifact } = site.observation;
  if (as.includes(artifact.type)) return tell === undefined ? toldNothing : tell(site);
  return artifact.type === 'unreadable' && byContent === undefined ? readClaim(artifact) : null;
}

/** "/w/app/db.lock" protects "/w/app/db"; what has nothing before its extension, its folder. */
export function withoutExtension(lockPath: string): string {
  const { dir, name, ext } = path.parse(lockPath);
  return ext === '' ? dir : path.join(dir, name);
}

/** What protects the folder that it stands in, or one so many levels above. */
export function folderAbove(levels: number): (lockPath: string) => string {
  return (lockPath) => Array.from({ length: levels }).reduce<string>((place) => path.dirname(place), lockPath);
}

/** The folder that has the innermost folder of this name on the way to the lock. */
export function folderWith(name: string, lockPath: string): string {
  const parts = lockPath.split(path.sep);
  return parts.slice(0, parts.lastIndexOf(name)).join(path.sep) || path.sep;
}
