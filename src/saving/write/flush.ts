import { fsyncSync } from 'node:fs';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';

/** Few bytes are on the disk before another thread has taken the order. */
const quickBytes = 256 * 1024;

/**
 * Bringing an open file to the disk. The step 'flush' says that it can begin, the step 'sync' that it has
 * to be done. A driver that has time begins it in between, off this thread; otherwise it is done at 'sync'.
 */
export class Flush {
  /** What can be flushed already, or null. */
  begun: number | null = null;
  /** Set by a driver that has done it. */
  isDone = false;

  /**
   * @param bytes how many there are to be flushed
   * @param meanwhile what can be done beside it
   */
  *run<T>(descriptor: number, bytes: number, meanwhile: () => Steps<T>): Steps<T> {
    this.begun = bytes > quickBytes ? descriptor : null;
    this.isDone = false;
    if (this.begun !== null) yield 'flush';
    const result = yield* meanwhile();
    yield* op('sync', () => {
      if (!this.isDone) again(() => fsyncSync(descriptor));
    });
    this.begun = null;
    return result;
  }
}
