import type { Plain } from '../scenario.ts';

/** Something that serves the actors of a run from a process of its own. */
export interface Helper {
  close(): Promise<void>;
}

export interface HelperSite {
  readonly folder: string;
  readonly config: Plain;
}

/** By the role that a strategy asks for; resolved when it serves. */
export const helpers: Readonly<Record<string, (site: HelperSite) => Promise<Helper>>> = {
  owner: async (site) => (await import('../scenarios/counter/owner.ts')).serveOwner(site),
  store: async (site) => (await import('../store/server.ts')).serveStore(site),
};
