import { setTimeout as pause } from 'node:timers/promises';
import type { ActorSite, Attempt, Strategy } from '../../scenario.ts';
import type { Guard } from '../counter/guarded.ts';
import { files, onFiles } from '../parts/on-files.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'needs' | 'model'>;

/** So many may be inside at a time, as the seed has three connections to a database. */
export const permits = 3;

/** How long whoever is inside stays, ms: long enough that there is always somebody who waits. */
const stayMs = 2;

export interface Placed extends Own {
  readonly guard: (site: ActorSite) => Guard | Promise<Guard>;
}

/** A strategy that lets three in at a time. */
export function placed({ guard, ...own }: Placed): Strategy {
  return {
    ...onFiles,
    ...own,
    setUp: () => Promise.resolve(files(() => null)),
    work: async (site) => {
      const permit = await guard(site);
      return { operate: (attempt) => stayInside(permit, attempt), close: () => permit.close?.() };
    },
  };
}

async function stayInside(permit: Guard, attempt: Attempt): Promise<void> {
  const release = await permit.acquire(attempt);
  if (release === null) return;
  attempt.entered();
  await attempt.fault();
  await pause(stayMs);
  await attempt.fault();
  attempt.left();
  await release();
}
