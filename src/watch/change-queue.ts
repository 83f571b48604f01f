import type { TimedLockChange } from './inventory.ts';

/** From so many changes on, what came and went again is not told any more. */
const floodAt = 2000;

/**
 * Changes on their way to somebody who takes them as he can. While few wait, each is told, so that a
 * lock held for a millisecond is seen; in a flood a path keeps only what is needed to be up to date.
 */
export class ChangeQueue {
  #waiting: TimedLockChange[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  push(changes: readonly TimedLockChange[]): void {
    for (const change of changes) this.#waiting.push(change);
    if (this.#waiting.length >= floodAt) this.settle();
  }

  /** Leaves out what is not needed to be up to date. */
  settle(): void {
    this.#waiting = settled(this.#waiting);
  }

  /** Takes the oldest. @param most how many at most */
  take(most: number): readonly TimedLockChange[] {
    return this.#waiting.splice(0, most);
  }
}

/** The same end by the fewest changes: of each path the last, and none for what appeared and is gone. */
function settled(changes: readonly TimedLockChange[]): TimedLockChange[] {
  const byPath = new Map<string, TimedLockChange>();
  for (const change of changes) {
    const { path } = change.lock;
    const before = byPath.get(path);
    if (change.type === 'released' && before?.type === 'appeared') byPath.delete(path);
    else if (change.type === 'changed' && before?.type === 'appeared') byPath.set(path, { ...before, lock: change.lock });
    else if (change.type === 'appeared' && before?.type === 'released') byPath.set(path, { ...change, type: 'changed' });
    else byPath.set(path, change);
  }
  return [...byPath.values()];
}
