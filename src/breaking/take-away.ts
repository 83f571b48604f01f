import { lstatSync, realpathSync, renameSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone } from '../base/errors.ts';
import { sameIdentity } from '../locks/observation.ts';
import type { Identity, Observation } from '../locks/observation.ts';
import { step } from './break-error.ts';
import { putBack } from './put-back.ts';

/** How one guarded move went. */
export type Taken =
  | { readonly is: 'taken'; readonly identity: Identity }
  /** It had gone by itself. */
  | { readonly is: 'released' }
  /** Another one stood there, or it changed; whatever was moved is back. */
  | { readonly is: 'changed' }
  /** Another one was moved and is still at `to`: its place was taken meanwhile ('occupied'), or `why` is a system error. */
  | { readonly is: 'kept-apart'; readonly identity: Identity | null; readonly why: string };

/** Looks at a path at once; see system/files.ts. */
export type Observe = (path: string) => Observation | null;

/**
 * Moves what stands at `from` to `to` if it is still the very thing that was judged: looks again
 * with nothing between that look and the move, then looks at what was moved, and puts back what
 * should not have been. Synchronous on purpose.
 * @param to a path in a fresh folder of our own on the same file system
 * @throws BreakError when it cannot be moved; nothing has happened then
 */
export function takeAway(from: string, to: string, judged: Identity, observe: Observe): Taken {
  const now = observe(from);
  if (now === null) return step(from, () => isGone(from)) ? { is: 'released' } : { is: 'changed' };
  if (!sameIdentity(now.identity, judged)) return { is: 'changed' };
  if (!step(from, () => moved(from, to))) return { is: 'released' };
  const taken = observe(to);
  if (taken !== null && sameIdentity(taken.identity, judged)) return { is: 'taken', identity: judged };
  return giveBack(to, from, taken?.identity ?? null);
}

/** Where a path really stands: links above it resolved, it itself not. null when its folder has gone. */
export function realTarget(file: string): string | null {
  const folder = orGone(() => realpathSync(path.dirname(file)));
  return folder === null ? null : path.join(folder, path.basename(file));
}

/** Whether nothing is at a path. @throws the system's error when that cannot be told */
export function isGone(file: string): boolean {
  try {
    lstatSync(file);
    return false;
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return true;
    throw error;
  }
}

/** Whether there was something to move. */
function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT' && isGone(from)) return false;
    throw error;
  }
}

function giveBack(kept: string, place: string, identity: Identity | null): Taken {
  try {
    return putBack(kept, place) === 'done' ? { is: 'changed' } : { is: 'kept-apart', identity, why: 'occupied' };
  } catch (error) {
    return { is: 'kept-apart', identity, why: errnoCode(error) ?? 'UNKNOWN' };
  }
}
