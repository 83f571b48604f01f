import { retry, type Body } from '../../model/loop.ts';
import type { Chance, Mutex, Naps } from '../../model/objects/index.ts';
import type { Goal } from '../../model/scenario.ts';

/** Takes one lock and then the other, and gives both back. */
export function* nested(first: Mutex, second: Mutex): Body {
  yield* first.acquire();
  yield* second.acquire();
  yield* second.release();
  yield* first.release();
}

/** Each comes to its end. */
export function everybodyGetsThrough(...actors: readonly string[]): readonly Goal[] {
  return actors.map((actor) => ({ name: `${actor} gets through.`, isAwaited: (view) => !view.hasEnded(actor) }));
}

/** Takes the first lock, tries the second, and gives way when that is taken: lets go, pauses, and tries anew. */
export function* giveWay(first: Mutex, second: Mutex, pause: () => Body): Body {
  yield* retry(function* () {
    yield* first.acquire();
    if (yield* second.tryAcquire()) return true;
    yield* first.release();
    yield* pause();
    return undefined;
  });
  yield* second.release();
  yield* first.release();
}

/** A pause of one length or, by chance, of another. */
export function* randomPause(sleep: Naps, dice: Chance): Body {
  yield* sleep.lieDown(yield* dice.oneOf(1, 2));
  yield* sleep.wakeUp();
}

export function* samePause(sleep: Naps): Body {
  yield* sleep.lieDown(1);
  yield* sleep.wakeUp();
}
