import type { ModelVariant, RealCatalog } from '../race/real/catalog.ts';
import type { RunProgress } from '../race/real/lab.ts';
import type { RunRequest } from '../race/real/request.ts';
import type { RunResult } from '../race/real/result.ts';
import type { RunsWords } from './race-runs-words.ts';

/**
 * What the host and the page of the measured runs tell each other. Either side checks what it is sent: see
 * race-runs-to-page.ts and race-runs-to-host.ts.
 */

/** A run as the page asks for it. Which servers the user has is the host's to know: a password may be in their URLs. */
export type PlannedRun = Omit<RunRequest, 'servers'>;

/** How far one run of a comparison is. */
export type Standing =
  | { readonly is: 'waiting' }
  | { readonly is: 'running'; readonly progress: RunProgress | null }
  | { readonly is: 'done'; readonly result: RunResult }
  | { readonly is: 'failed'; readonly message: string }
  | { readonly is: 'cancelled' };

/** Whether a run is over, in whatever way. */
export function isOver({ is }: Standing): boolean {
  return is !== 'waiting' && is !== 'running';
}

/** Several runs, made one after the other. */
export interface ComparisonState {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly runs: readonly { readonly request: PlannedRun; readonly standing: Standing }[];
  readonly isRunning: boolean;
  /** Of all runs together; null as long as nobody can know. */
  readonly leftMs: number | null;
  /** Under which it is among the earlier ones; null as long as it is not. */
  readonly kept: string | null;
}

/** What the list of earlier comparisons says of one. */
export interface Earlier {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly scenarios: readonly string[];
  readonly strategies: readonly string[];
  readonly actors: readonly number[];
  readonly runs: number;
}

export type RunsToPage =
  | { readonly is: 'start'; readonly words: RunsWords; readonly language: string }
  | { readonly is: 'catalog'; readonly catalog: RealCatalog }
  /** The comparison that runs or ran last; null when there was none. */
  | { readonly is: 'comparison'; readonly comparison: ComparisonState | null }
  | { readonly is: 'standing'; readonly id: string; readonly at: number; readonly standing: Standing; readonly leftMs: number | null }
  /** All of its runs are over. */
  | { readonly is: 'over'; readonly id: string }
  /** What the comparison that ran is called among the earlier ones. */
  | { readonly is: 'kept'; readonly id: string; readonly kept: string }
  | { readonly is: 'earlier'; readonly list: readonly Earlier[] }
  | { readonly is: 'results'; readonly id: string; readonly results: readonly RunResult[] }
  /** Somebody wants to measure that scenario. */
  | { readonly is: 'choose'; readonly scenario: string }
  /** What was asked for cannot be had. */
  | { readonly is: 'trouble'; readonly message: string };

export type RunsToHost =
  | { readonly is: 'ready' }
  /** What can be run here may have changed. */
  | { readonly is: 'catalog' }
  | { readonly is: 'measure'; readonly runs: readonly PlannedRun[] }
  | { readonly is: 'cancel' }
  | { readonly is: 'load'; readonly id: string }
  | { readonly is: 'remove'; readonly id: string }
  | { readonly is: 'export'; readonly id: string }
  | { readonly is: 'copy'; readonly id: string }
  | { readonly is: 'settings' }
  /** `order`: which of two actors took each step, by their places in the variant; null where that is not known. */
  | { readonly is: 'show-model'; readonly model: ModelVariant; readonly order: readonly number[] | null }
  /** What went wrong in the page. */
  | { readonly is: 'failed'; readonly message: string };
