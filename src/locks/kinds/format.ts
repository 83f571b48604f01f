import path from 'node:path';
import type { Basis, SearchedFor } from '../facts.ts';
import type { Breaking, ToolWay } from '../lock.ts';
import type { Artifact } from '../observation.ts';
import { readClaim, toldNothing, type Told } from './content.ts';
import type { HeartbeatRule, LockKind, Reading, Site } from './kind.ts';
import { compilePattern, PatternIndex } from './pattern.ts';

/** One lock format as a table tells it. What is left out is usual. */
export interface Format {
  /** Id, for instance 'hg-wlock'. */
  readonly kind: string;
  /** In words, for instance "Mercurial working copy lock". */
  readonly title: string;
  /** Where it stands; see pattern.ts. */
  readonly at: readonly string[];
  /** What it can be; a file when left out. */
  readonly as?: readonly Artifact['type'][];
  readonly basis: Basis;
  /** What its content or name tells; null when it is no lock of this format after all. Nothing is told when left out. */
  readonly tell?: (site: Site) => Told | null;
  /** What it protects; the path without its last extension when left out. */
  readonly resource?: (lockPath: string) => string;
  readonly heartbeat?: (site: Site) => HeartbeatRule | null;
  readonly search?: SearchedFor;
  /** 'remove' when left out, but for what a kernel lock holds: 'end-holder', and decisions: 'tool-command'. */
  readonly breaking?: Breaking;
  /** What its tool offers. */
  readonly ways?: (lockPath: string) => readonly ToolWay[];
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
  for (const format of formats) for (const at of format.at) index.add(compilePattern(at), format);
  return {
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

function readAs(format: Format, site: Site): Reading | null {
  const { path: lockPath, artifact } = site.observation;
  const isReadable = (format.as ?? ['file']).includes(artifact.type);
  if (!isReadable && artifact.type !== 'unreadable') return null;
  const told = artifact.type === 'unreadable' ? readClaim(artifact) : (format.tell?.(site) ?? (format.tell === undefined ? toldNothing : null));
  if (told === null) return null;
  return {
    kind: format.kind,
    title: format.title,
    resource: (format.resource ?? withoutExtension)(lockPath),
    basis: format.basis,
    claim: told.claim,
    claimedAt: told.claimedAt,
    heartbeat: format.heartbeat?.(site) ?? null,
    search: format.search ?? null,
    companions: format.companions?.(site) ?? [],
    mayOutlive: format.mayOutlive ?? format.basis === 'kernel-on-lasting-file',
    breaking: format.breaking ?? usualBreaking[format.basis],
    ways: format.ways?.(lockPath) ?? [],
  };
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
