import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Site } from '../../../src/locks/kinds/kind.ts';
import type { Artifact, Observation } from '../../../src/locks/observation.ts';

/** Times of an imagined artifact, ms since the epoch. */
export interface Times {
  readonly bornAt: number | null;
  readonly writtenAt: number;
}

/** An imagined look at a path: kinds are pure, so what they are shown need not exist. */
export function observed(at: string, content: string | readonly string[] | Artifact, times: Times = { bornAt: 1000, writtenAt: 1000 }): Observation {
  const artifact: Artifact =
    typeof content === 'string'
      ? { type: 'file', head: new TextEncoder().encode(content), whole: true }
      : 'type' in content
        ? content
        : { type: 'folder', entries: content };
  const toNs = (ms: number): bigint => BigInt(ms) * 1_000_000n;
  return {
    path: at,
    artifact,
    uid: 1000,
    ...times,
    changedAt: times.writtenAt,
    identity: {
      dev: 1n,
      ino: 2n,
      birthtimeNs: times.bornAt === null ? null : toNs(times.bornAt),
      mtimeNs: toNs(times.writtenAt),
      size: 0n,
      contentHash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    },
  };
}

/** A site with the given artifact and others around it, the first of them being the one that is asked about. */
export function siteOf(observation: Observation, gitDir: string | null = null, around: readonly Observation[] = []): Site {
  const all = [observation, ...around];
  return {
    observation,
    gitDir,
    siblings: () => new Set(all.filter(({ path: at }) => path.dirname(at) === path.dirname(observation.path)).map(({ path: at }) => path.basename(at))),
    look: (at) => all.find(({ path: there }) => there === at) ?? null,
  };
}
