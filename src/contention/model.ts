/** Who holds a lock or waits for it. */
export interface Actor {
  /** null: it was seen that somebody did, and not who: one too quick to be named, or who leaves no name. */
  readonly pid: number | null;
  /** With the pid it names one process for good; null where not known. */
  readonly startMark: string | null;
  readonly command: string | null;
}

/** Somebody, and it is not known who. */
export const unknownActor: Actor = { pid: null, startMark: null, command: null };

/** A lock by the path where it is seen; of a kernel's lock, that of the locked file. */
export interface LockName {
  readonly path: string;
  /** What it protects. */
  readonly resource: string;
  /** Id of its kind, for instance 'git-index'. */
  readonly kind: string;
  /** The kind in words. */
  readonly title: string;
}

export type Mode = 'exclusive' | 'shared';

/**
 * How well a span's length is known. 'seen': within 1 ms or so, at both ends. 'sampled': it was so from one
 * look to another, so that it lasted at least that long. 'glimpsed': it came and went between two looks, and
 * nothing is known of its length but that it was short.
 */
export type Certainty = 'seen' | 'sampled' | 'glimpsed';

/** One hold of a lock, or one wait for it. Times are ms since the epoch, with fractions. */
export interface Span {
  /** Increasing in the order in which spans became known; unique within a history. */
  readonly id: number;
  readonly is: 'hold' | 'wait';
  /** Path of the lock. */
  readonly lock: string;
  readonly actor: Actor;
  readonly mode: Mode;
  readonly from: number;
  /** null while it lasts. */
  readonly to: number | null;
  readonly certainty: Certainty;
  /** Of a wait: who was seen to keep it waiting, as far as that was told with it. */
  readonly blockers: readonly Actor[];
}

/**
 * What a source tells of holds and waits. `key` is the source's own name for one span, unique among those
 * that last.
 */
export type Happening =
  | { readonly is: 'began'; readonly key: string; readonly lock: LockName; readonly span: Omit<Span, 'id' | 'lock' | 'to'> }
  /** More is known of a span that lasts. */
  | { readonly is: 'learned'; readonly key: string; readonly actor: Actor; readonly blockers: readonly Actor[] }
  | { readonly is: 'ended'; readonly key: string; readonly at: number; readonly certainty: Certainty };

/** Where holds and waits are seen. */
export type HappeningsListener = (happenings: readonly Happening[]) => void;

/** Whether two are the same process, as far as is known; those who are not known by number are nobody's same. */
export function isSameActor(a: Actor, b: Actor): boolean {
  return a.pid !== null && a.pid === b.pid && (a.startMark === null || b.startMark === null || a.startMark === b.startMark);
}
