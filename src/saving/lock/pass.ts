import { isSame, lookAt, type FolderMark } from './folder.ts';
import { noteAfter } from './record.ts';
import type { Spot } from './seek.ts';
import { takeBack } from './take-over.ts';

// A lock that others wait for in line is not removed and made again each time, which costs more than all else:
// its holder passes it on as it stands, to the one whose turn is next and to no other.

/**
 * How old a folder may be that is passed on, ms. Older ones are removed, so that those who are not in the line,
 * but use proper-lockfile, find the lock free now and then.
 */
const youngMs = 100;

/** @param now ms since the epoch */
export function isYoung({ born }: FolderMark, now: number): boolean {
  const ageMs = now - Number(born) / 1e6;
  return ageMs >= 0 && ageMs < youngMs;
}

/**
 * Takes what was passed on.
 * @param passed the token of the hold that has ended
 * @returns null when it is not to be had any more
 * @throws the system's error
 */
export async function claim({ lockPath, record }: Spot, passed: number): Promise<Made | null> {
  const last = record.read();
  if (last?.token !== passed) return null;
  const token = noteAfter(record, last.folder, passed);
  if (!record.isRevoked(passed) && isThere(lockPath, last.folder)) return { folder: last.folder, token };
  // Somebody was about to take it back, and may have seen that it was claimed; or has broken it in this moment.
  await takeBack({ lockPath, record }, token);
  return null;
}

function isThere(lockPath: string, folder: FolderMark): boolean {
  const look = lookAt(lockPath);
  return look.is === 'folder' && isSame(look.mark, folder);
}

/** A lock that has just become this process's own. */
export interface Made {
  readonly folder: FolderMark;
  readonly token: number;
}

/** How long whoever passed a lock on waits for it to be claimed, ms. */
const claimMs = 1000;

interface Passed {
  token: number;
  onEnd: () => void;
  readonly timer: NodeJS.Timeout;
}

/** The last pass of each lock by this process: what it passed on before was claimed, or it would not have had it again. */
const passes = new Map<string, Passed>();

/** Takes a lock back that was passed on and is not claimed: the host of the line is stopped, say. @param onEnd called when nothing is left to do */
export function untilClaimed(spot: Spot, token: number, onEnd: () => void): void {
  const former = passes.get(spot.lockPath);
  if (former === undefined) {
    passes.set(spot.lockPath, { token, onEnd, timer: setTimeout(() => checkPass(spot), claimMs).unref() });
    return;
  }
  former.onEnd();
  former.token = token;
  former.onEnd = onEnd;
  former.timer.refresh();
}

function checkPass(spot: Spot): void {
  const pass = passes.get(spot.lockPath);
  if (pass === undefined) return;
  const { token } = pass;
  const end = (): void => {
    if (pass.token !== token) return;
    passes.delete(spot.lockPath);
    pass.onEnd();
  };
  if (spot.record.read()?.token !== token) end();
  // What fails is tried again.
  else takeBack(spot, token).then(end, () => pass.timer.refresh());
}
