import type { RealCatalog } from './catalog.ts';
import type { GivenServers, RunRequest } from './request.ts';
import type { RunResult } from './result.ts';

/** How far a real run is. */
export interface RunProgress {
  readonly phase: 'servers' | 'actors' | 'running' | 'ending' | 'judging';
  readonly operations: number;
  readonly elapsedMs: number;
  /** As far as that can be told. */
  readonly leftMs: number | null;
}

export interface RunListener {
  readonly onProgress: (progress: RunProgress) => void;
  /** The folder in which it runs, before anything is in it. */
  readonly onFolder?: (folder: string) => void;
}

/** A real run could not be made; the message says why and what to do. */
export class RealRunError extends Error {
  override readonly name = 'RealRunError';
}

/**
 * Measures strategies with real processes, files and servers, each run in a process of its own and a temporary
 * folder outside of any workspace. When a run has ended, in whatever way, nothing of it is left: no process, no
 * socket, no server, no file.
 */
export interface RealLab {
  /** What can be run, and what is missing for the rest. @throws RealRunError */
  catalog(servers: GivenServers): Promise<RealCatalog>;
  /** @throws RealRunError; the signal's reason, once nothing is left */
  run(request: RunRequest, listener: RunListener, signal: AbortSignal): Promise<RunResult>;
  /** Cancels what runs, and resolves when nothing of it is left. */
  close(): Promise<void>;
}
