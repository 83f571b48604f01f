import { fsync } from 'node:fs';
import { promisify } from 'node:util';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Steps } from '../../base/steps.ts';
import type { Flush } from './flush.ts';

/** Steps that may be one of many; between two of them others have their turn. */
const oneOfMany: ReadonlySet<string> = new Set(['write', 'hash', 'copy', 'write in place', 'restore']);

/** Steps at which a save can be given up: the file is untouched. */
const stoppable: ReadonlySet<string> = new Set(['write', 'hash', 'copy']);

/** How long Windows is given until a program has let go of a file, ms, before each new try. */
const betweenTriesMs = 100;

/**
 * Takes a save from its first step to its result and lets others have their turn where it takes long.
 * @param flush what the protocol flushes; it is done off this thread, beside what can be done meanwhile
 * @throws the signal's reason, before the file is touched; what the protocol throws
 */
export async function driveInTurns<T>(steps: Steps<T>, flush: Flush, signal?: AbortSignal): Promise<T> {
  let flushing: Promise<void> | null = null;
  let next = steps.next();
  let former = '';
  while (next.done !== true) {
    const step = next.value;
    if (step === 'flush' && flush.begun !== null) flushing = begin(flush.begun);
    if (step === 'rename again') await pause(betweenTriesMs);
    if (step === former && oneOfMany.has(step)) await turn();
    former = step;
    const stop = signal?.aborted === true && stoppable.has(step);
    if (flushing !== null && (stop || step === 'sync')) {
      const failure = await flushing.then(() => null, (error: unknown) => ({ error }));
      flushing = null;
      flush.isDone = true;
      if (failure !== null) {
        next = steps.throw(failure.error);
        continue;
      }
    }
    next = stop ? steps.throw(signal?.reason) : steps.next();
  }
  return next.value;
}

function begin(descriptor: number): Promise<void> {
  const flushed = promisify(fsync)(descriptor);
  // It is looked at when it has to be done; until then a failure is not unheard.
  flushed.catch(() => undefined);
  return flushed;
}
