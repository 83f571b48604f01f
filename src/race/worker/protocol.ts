import type { Catalog, VariantId } from '../lab.ts';
import type { Progress } from '../model/choice.ts';
import type { Finding, Method } from '../model/finding.ts';
import type { Place } from '../model/scenario-error.ts';
import type { Trace } from '../model/trace.ts';

/** What a thread of the lab is told to do. */
export type Task =
  | { readonly is: 'catalog'; readonly file: string | null }
  | { readonly is: 'explore'; readonly variant: VariantId; readonly method: Method | null }
  | { readonly is: 'trace'; readonly variant: VariantId; readonly schedule: string | null };

export type Answer =
  | { readonly is: 'catalog'; readonly catalog: Catalog }
  | { readonly is: 'explore'; readonly finding: Finding }
  | { readonly is: 'trace'; readonly trace: Trace };

/** What the thread says. */
export type FromThread =
  | { readonly type: 'actors'; readonly names: readonly string[] }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'failed'; readonly message: string; readonly place: Place | null };
