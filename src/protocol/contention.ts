import type { Actor, LockName } from '../contention/model.ts';
import type { ContentionWords } from './contention-words.ts';
import type { SpanColumns } from './span-columns.ts';

/**
 * What the host and the page of the contention tell each other. Either side checks what it is sent: see
 * read-to-page.ts and read-to-host.ts.
 */

/** Where the spans of a page come from. */
export type Source =
  | { readonly is: 'live' }
  /** An exported trace, by the name of its file. */
  | { readonly is: 'trace'; readonly name: string; readonly path: string };

export interface Folder {
  readonly name: string;
  readonly path: string;
}

/** A deadlock, told by the host in the user's language. */
export interface DeadlockNotice {
  readonly sentence: string;
  /** Paths of the locks in it. */
  readonly locks: readonly string[];
}

/** Spans that are new or have changed, with the locks and actors that were not sent before. */
export interface SpansMessage {
  readonly is: 'spans';
  readonly locks: readonly LockName[];
  readonly actors: readonly Actor[];
  readonly columns: SpanColumns;
}

export type ToPage =
  /** Forget all; what follows is a whole. */
  | { readonly is: 'start'; readonly source: Source; /** The host's time, ms since the epoch. */ readonly now: number; readonly mostSpans: number; /** The open folders. */ readonly folders: readonly Folder[]; readonly words: ContentionWords; readonly language: string }
  | SpansMessage
  /** All that there was at the start has been sent. */
  | { readonly is: 'loaded' }
  | { readonly is: 'deadlocks'; readonly deadlocks: readonly DeadlockNotice[] }
  /** Not all is seen that could be, and why. It stays so. */
  | { readonly is: 'trouble'; readonly sentence: string }
  /** Show this lock. */
  | { readonly is: 'select'; readonly lock: string };

export type ToHost =
  | { readonly is: 'ready' }
  | { readonly is: 'explain'; readonly lock: string }
  | { readonly is: 'show-holder'; readonly lock: string }
  | { readonly is: 'copy'; readonly text: string }
  | { readonly is: 'open-as-text' }
  /** What went wrong in the page. */
  | { readonly is: 'failed'; readonly message: string };
