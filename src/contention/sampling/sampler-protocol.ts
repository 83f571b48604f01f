import type { Happening } from '../model.ts';

/** What the editor's side tells the sampler's thread. */
export type ToSampler =
  | { readonly type: 'roots'; readonly roots: readonly string[] }
  /** Something may be locked soon. */
  | { readonly type: 'wake' }
  /** Whether somebody looks at what is told. */
  | { readonly type: 'watched'; readonly isWatched: boolean };

/** What it tells. */
export type FromSampler =
  | { readonly type: 'happened'; readonly happenings: readonly Happening[] }
  /** There is no list of locks here; nothing will be told. */
  | { readonly type: 'blind' };
