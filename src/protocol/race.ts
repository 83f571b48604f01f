import type { CatalogScenario, VariantId } from '../race/lab.ts';
import type { Progress } from '../race/model/choice.ts';
import type { Finding, Method } from '../race/model/finding.ts';
import type { Place } from '../race/model/scenario-error.ts';
import type { Option, Trace } from '../race/model/trace.ts';
import type { RaceWords } from './race-words.ts';

/**
 * What the host and the page of the race lab tell each other. Either side checks what it is sent: see
 * race-to-page.ts and race-to-host.ts. The page numbers what it asks for; an answer bears the number.
 */

export type ToPage =
  | { readonly is: 'start'; readonly words: RaceWords; readonly language: string }
  | { readonly is: 'catalog'; readonly file: string | null; readonly scenarios: readonly CatalogScenario[] }
  /** The scenarios, of those that come with Lockscope, that are measured with real processes too. */
  | { readonly is: 'measured'; readonly scenarios: readonly string[] }
  /** Somebody wants to see this variant, and have it explored, or a run of it by its schedule. */
  | { readonly is: 'choose'; readonly variant: VariantId; readonly schedule?: string }
  | { readonly is: 'progress'; readonly request: number; readonly progress: Progress }
  | { readonly is: 'found'; readonly request: number; readonly finding: Finding }
  | { readonly is: 'trace'; readonly request: number; readonly trace: Trace }
  | { readonly is: 'source'; readonly file: string; readonly text: string | null }
  /** What was asked for cannot be had. */
  | { readonly is: 'refused'; readonly request: number; readonly message: string; readonly place: Place | null };

/** A run to be shown: that of a schedule (null: no step at all), its first so many steps, and one more move. */
export interface RunRequest {
  readonly variant: VariantId;
  readonly schedule: string | null;
  /** null: all of them. */
  readonly keep: number | null;
  readonly move: Option | null;
}

/** What the text twin is written from. */
export interface TextRequest {
  readonly variant: VariantId;
  readonly schedule: string | null;
  readonly finding: Finding | null;
}

export type ToHost =
  | { readonly is: 'ready' }
  | { readonly is: 'catalog'; readonly request: number; readonly file: string | null }
  | { readonly is: 'explore'; readonly request: number; readonly variant: VariantId; readonly method: Method | null }
  | { readonly is: 'cancel'; readonly request: number }
  | { readonly is: 'run'; readonly request: number; readonly run: RunRequest }
  | { readonly is: 'source'; readonly file: string }
  /** Shows the measured runs of a scenario. */
  | { readonly is: 'measure'; readonly scenario: string }
  | { readonly is: 'open-place'; readonly place: Place }
  | { readonly is: 'copy'; readonly text: string }
  | { readonly is: 'open-as-text'; readonly text: TextRequest }
  /** The title of what is shown; null for nothing. */
  | { readonly is: 'titled'; readonly title: string | null }
  /** What went wrong in the page. */
  | { readonly is: 'failed'; readonly message: string };
