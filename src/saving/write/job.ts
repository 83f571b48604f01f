import type { Steps } from '../../base/steps.ts';
import type { AttributeAccess } from './attributes.ts';
import type { Flush } from './flush.ts';
import type { Maker } from './names.ts';
import type { SaveOptions } from './outcome.ts';
import type { InPlaceReason } from './reasons.ts';

/** One save, and what it needs of the machine. */
export interface Job {
  /** As it was named by who saves, absolute. */
  readonly file: string;
  /** Where that leads, as far as it is known already; it is resolved again for each new try. */
  readonly real?: string;
  readonly bytes: Uint8Array;
  readonly options: SaveOptions;
  readonly attributes: AttributeAccess;
  readonly maker: Maker;
  /** Whether no other process writes the file in place, or puts in order what was cut short. */
  readonly isAlone: boolean;
  /** Where a backup goes for which there is no place beside the file; it need not exist yet. */
  readonly backupFolder: string;
  readonly flush: Flush;
}

/** How one try at it ended. */
export type Tried<Done> =
  | { readonly is: 'done'; readonly value: Done }
  /** Something else came between; nothing was changed. */
  | { readonly is: 'changed' }
  | { readonly is: 'asks'; readonly reasons: readonly InPlaceReason[] };

export const changed = { is: 'changed' } as const;

export type Trying<Done> = Steps<Tried<Done>>;

export function asks(...reasons: readonly InPlaceReason[]): { readonly is: 'asks'; readonly reasons: readonly InPlaceReason[] } {
  return { is: 'asks', reasons };
}
