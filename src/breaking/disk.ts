import { lstatSync, readdirSync, realpathSync, renameSync } from 'node:fs';
import path from 'node:path';
import { errnoCode, orGone } from '../base/errors.ts';
import type { Observation } from '../locks/observation.ts';
import type { Exchange } from '../system/exchange.ts';
import { observe } from '../system/files.ts';
import { isPlaceholder, putUpPlaceholder, takeDownPlaceholder, type Placeholder, type PlaceholderType } from './placeholder.ts';
import { putBack, type PutBack } from './put-back.ts';
import type { Steps } from './steps.ts';

/** What a break does to the disk, an atomic operation each. All of them work on paths whose folders are resolved. */
export interface Disk {
  /** Whether locks can be exchanged on this machine. */
  readonly exchange: Exchange;
  /** Looks at a path at once; see system/files.ts. */
  look(file: string): Observation | null;
  /** Whether nothing is at a path. @throws the system's error when that cannot be told */
  isGone(file: string): boolean;
  /** Swaps our own path with another. @returns false when nothing is at the other @throws the system's error, EXDEV, EINVAL, ENOSYS among them */
  swap(own: string, other: string): boolean;
  /** Moves to a free path of our own. @returns false when there was nothing to move @throws the system's error */
  move(from: string, own: string): boolean;
  /** Moves back, never over anything; of several operations. @throws the system's error */
  putBack(own: string, to: string): Steps<PutBack>;
  putUp(file: string, type: PlaceholderType): Placeholder;
  isPlaceholder(file: string, own: Placeholder | null): boolean;
  takeDown(file: string, type: PlaceholderType): 'done' | 'gone' | 'another';
  /** What somebody has put into a placeholder; nothing where it is none any more. */
  inside(file: string): readonly string[];
}

/** The real disk. */
export function realDisk(exchange: Exchange): Disk {
  return {
    exchange,
    look: observe,
    isGone,
    swap: (own, other) => {
      if (exchange.is === 'none') throw Object.assign(new Error('ENOSYS: there is no exchange here'), { code: 'ENOSYS' });
      return unlessGone(other, () => exchange.swap(own, other));
    },
    move: (from, own) => unlessGone(from, () => renameSync(from, own)),
    putBack: (own, to) => putBack(own, to, exchange),
    putUp: putUpPlaceholder,
    isPlaceholder,
    takeDown: takeDownPlaceholder,
    inside: (file) => orGone(() => readdirSync(file)) ?? [],
  };
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

/** @returns false when it failed because nothing is at the path */
function unlessGone(file: string, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT' && isGone(file)) return false;
    throw error;
  }
}
