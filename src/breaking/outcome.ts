import type { Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import type { Health } from './health.ts';
import type { Method } from './journal-entry.ts';

/** How breaking a lock ended. What the system refused is a BreakError instead. */
export type BreakOutcome =
  /** It is in quarantine. `warnings`: companions that stayed, a journal that could not be written. */
  | { readonly is: 'broken'; readonly undoId: string; readonly lock: Lock; readonly method: Method; readonly health: Health; readonly warnings: readonly Text[] }
  /** Another window or terminal has broken that very lock meanwhile, at `at` (ms since the epoch). */
  | { readonly is: 'broken-elsewhere'; readonly path: string; readonly undoId: string; readonly at: number; readonly pid: number }
  /** Another program of this user is at work on it and did not come to an end. */
  | { readonly is: 'busy'; readonly path: string }
  /** It was gone before anything was done. */
  | { readonly is: 'released'; readonly path: string }
  /** Another lock stands there than was shown, or it changed; `now` is null when it cannot be judged any more. */
  | { readonly is: 'changed'; readonly path: string; readonly now: Lock | null }
  | { readonly is: 'never'; readonly lock: Lock; readonly reason: Text }
  /** It stands outside of all that may be touched. */
  | { readonly is: 'outside'; readonly lock: Lock }
  /** Not proven stale; `lock` carries the evidence of now. */
  | { readonly is: 'refused'; readonly lock: Lock }
  /**
   * Another lock was moved in the last microseconds, and a third took its place before it could
   * go back: there may be two holders now. What was moved is kept at `keptAt`.
   */
  | { readonly is: 'collision'; readonly path: string; readonly undoId: string; readonly keptAt: string }
  /** As above, but the system did not let it go back (`code`); undo may, when that is repaired. */
  | { readonly is: 'stranded'; readonly path: string; readonly undoId: string; readonly keptAt: string; readonly code: string };

/** How undoing a break ended. */
export type UndoOutcome =
  /** `left`: companions whose place was taken; they stay in quarantine. `warnings`: a journal that could not be written. */
  | { readonly is: 'undone'; readonly path: string; readonly left: readonly string[]; readonly warnings: readonly Text[] }
  | { readonly is: 'busy'; readonly path: string }
  /** A new lock stands there; nothing was done. */
  | { readonly is: 'occupied'; readonly path: string }
  | { readonly is: 'unknown'; readonly undoId: string }
  | { readonly is: 'already-undone'; readonly path: string }
  /** It was removed from quarantine for its age or size. */
  | { readonly is: 'emptied'; readonly path: string }
  /** It is not in quarantine any more. */
  | { readonly is: 'missing'; readonly path: string; readonly keptAt: string }
  /** What is in quarantine is not what was put there; nothing was done. */
  | { readonly is: 'altered'; readonly path: string; readonly keptAt: string }
  /** The folder that it stood in has gone or leads elsewhere now; it stays in quarantine. */
  | { readonly is: 'folder-gone'; readonly path: string; readonly keptAt: string };
