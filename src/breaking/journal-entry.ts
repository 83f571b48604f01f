import type { Evidence, Lock, LockState } from '../locks/lock.ts';
import type { Identity } from '../locks/observation.ts';
import { plain } from '../base/text.ts';

/** One thing put aside: a lock, or a companion of it. */
export interface KeptArtifact {
  /** Where it stood, absolute. */
  readonly path: string;
  /** Its name in its quarantine entry. Never the lock's own name: that would be found as a lock again. */
  readonly name: string;
  readonly identity: Identity;
}

/** What an act was about: the lock as it was judged then. */
export interface Subject {
  readonly path: string;
  readonly kind: string;
  readonly state: LockState;
  readonly forced: boolean;
  readonly evidence: readonly RecordedEvidence[];
  readonly identity: Identity;
}

export interface RecordedEvidence {
  readonly code: Evidence['code'];
  readonly supports: Evidence['supports'];
  /** In plain English. */
  readonly message: string;
}

/** The lock itself first, then its companions. */
interface Kept {
  readonly undoId: string;
  /** The folder in quarantine that holds the artifacts, absolute. */
  readonly entry: string;
  readonly artifacts: readonly KeptArtifact[];
}

/** Whether the act was cut short by a crash and completed at a later start. */
interface Completed {
  readonly recovered: boolean;
}

/** How a lock was taken from its path: in one step, or so that the path was free before that could be checked. */
export type Method = 'exchange' | 'move';

export type JournalEvent =
  | ({ readonly is: 'broken'; readonly method: Method } & Kept & Completed)
  /** Something else than the judged lock was moved and could not go back; the artifacts are what was moved. */
  | ({ readonly is: 'kept-apart'; readonly why: string } & Kept & Completed)
  /**
   * Something else than the judged lock was away for a moment and is back ('changed'), or may have been
   * ('perhaps': a crash came, and another or none stands there now), or the holder of the judged one lived
   * and finished its work with it ('committed').
   */
  | ({ readonly is: 'returned'; readonly undoId: string; readonly why: 'changed' | 'perhaps' | 'committed' } & Completed)
  | { readonly is: 'refused'; readonly why: 'never' | 'not-stale' | 'changed' | 'outside' }
  /** `left`: paths of companions that could not come back and stay in quarantine. */
  | ({ readonly is: 'undone'; readonly undoId: string; readonly left: readonly string[] } & Completed)
  /** What was kept of a break was removed for its age or size, and cannot be undone any more. */
  | { readonly is: 'emptied'; readonly undoId: string };

export interface JournalEntry {
  /** ms since the epoch. */
  readonly at: number;
  /** The process that acted. */
  readonly pid: number;
  readonly subject: Subject;
  readonly event: JournalEvent;
}

/** What the journal says of a lock. @param path where it really stands, links above it resolved */
export function subjectOf(lock: Lock, path: string, forced: boolean): Subject {
  return {
    path,
    kind: lock.kind,
    state: lock.verdict.state,
    forced,
    evidence: lock.verdict.evidence.map(({ code, supports, message }) => ({ code, supports, message: plain(message) })),
    identity: lock.identity,
  };
}
