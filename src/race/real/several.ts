import { messageOf } from '../../base/errors.ts';
import type { RealLab, RunProgress } from './lab.ts';
import type { RunRequest } from './request.ts';
import type { RunResult } from './result.ts';

/** What came of one of several runs. */
export type RunOutcome =
  | { readonly is: 'measured'; readonly request: RunRequest; readonly result: RunResult }
  /** It could not be made. */
  | { readonly is: 'failed'; readonly request: RunRequest; readonly error: unknown; readonly message: string }
  /** It was cut short, or its turn never came. */
  | { readonly is: 'cancelled'; readonly request: RunRequest };

/** Told of each run, by its place among the requests. */
export interface SeveralListener {
  readonly onStart?: (at: number, request: RunRequest) => void;
  readonly onProgress?: (at: number, progress: RunProgress) => void;
  /** The folder in which it runs, before anything is in it. */
  readonly onFolder?: (at: number, folder: string) => void;
  /** Of each one, also of those whose turn never came. Nothing is left of it by then. */
  readonly onEnd?: (at: number, outcome: RunOutcome) => void;
}

/** What is planned: each strategy with each number of actors, under the same conditions. */
export interface Plan extends Omit<RunRequest, 'strategy' | 'actors'> {
  readonly strategies: readonly string[];
  readonly actors: readonly number[];
}

/** The runs of a plan: a strategy's one after the other, so that what is like is measured close together. */
export function requestsOf({ strategies, actors, ...conditions }: Plan): readonly RunRequest[] {
  return strategies.flatMap((strategy) => actors.map((each) => ({ ...conditions, strategy, actors: each })));
}

/**
 * Measures one after the other, since two at once would measure each other. One that cannot be made does not keep
 * the others from being made.
 * @param signal cancels the one that runs, and all that are still to come
 * @returns one outcome for each request, in their order
 */
export async function runSeveral(lab: Pick<RealLab, 'run'>, requests: readonly RunRequest[], listener: SeveralListener, signal: AbortSignal): Promise<readonly RunOutcome[]> {
  const outcomes: RunOutcome[] = [];
  for (const [at, request] of requests.entries()) {
    const outcome = await runOne(lab, request, at, listener, signal);
    outcomes.push(outcome);
    listener.onEnd?.(at, outcome);
  }
  return outcomes;
}

async function runOne(lab: Pick<RealLab, 'run'>, request: RunRequest, at: number, { onStart, onProgress, onFolder }: SeveralListener, signal: AbortSignal): Promise<RunOutcome> {
  if (signal.aborted) return { is: 'cancelled', request };
  onStart?.(at, request);
  try {
    const result = await lab.run(request, { onProgress: (progress) => onProgress?.(at, progress), onFolder: (folder) => onFolder?.(at, folder) }, signal);
    return { is: 'measured', request, result };
  } catch (error) {
    return signal.aborted ? { is: 'cancelled', request } : { is: 'failed', request, error, message: messageOf(error) };
  }
}
