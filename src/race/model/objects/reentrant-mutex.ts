import type { Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** Who holds it, and how many times. */
type Held = { readonly by: string; readonly depth: number } | null;

/** A lock that its holder may acquire again. It is free when it has been released as many times. */
export class ReentrantMutex extends SharedObject<Held> {
  override readonly kind = 'reentrant mutex';

  constructor(name: string) {
    super(name, null);
  }

  acquire(): Operation<null> {
    return this.operation('acquire', [], {
      attempt: (held, { actor }) => {
        if (held === null) return done({ by: actor, depth: 1 }, null);
        return held.by === actor ? done({ by: actor, depth: held.depth + 1 }, null) : blocked;
      },
    });
  }

  /** Gives one of its acquisitions back. Whoever does not hold it breaks the promise. */
  release(): Operation<null> {
    return this.operation('release', [], {
      attempt: (held, { actor }) => {
        if (held?.by !== actor) throw new PromiseBroken(`${actor} released ${this.name}, which ${held === null ? 'nobody' : held.by} held.`);
        return done(held.depth === 1 ? null : { by: actor, depth: held.depth - 1 }, null);
      },
    });
  }

  override describe(held: Held): string {
    return held === null ? 'free' : `held by ${held.by}, ${held.depth} deep`;
  }

  override holders(held: Held): readonly string[] {
    return held === null ? [] : [held.by];
  }
}

export function reentrantMutex(name: string): ReentrantMutex {
  return new ReentrantMutex(name);
}
