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

export type JournalEvent =
  /** About to move it; what follows tells how that went. Nothing following: interrupted there. */
  | ({ readonly is: 'intended' } & Kept)
  | ({ readonly is: 'broken' } & Kept)
  /** Something else than the judged lock was moved and could not go back; the artifacts are what was moved. */
  | ({ readonly is: 'kept-apart'; readonly why: string } & Kept)
  /** Intended, then nothing was moved, or all was put back. */
  | { readonly is: 'abandoned'; readonly undoId: string; readonly why: string }
  | { readonly is: 'refused'; readonly why: 'never' | 'not-stale' | 'changed' }
  /** `left`: paths of companions that could not come back and stay in quarantine. */
  | { readonly is: 'undone'; readonly undoId: string; readonly left: readonly string[] };

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
