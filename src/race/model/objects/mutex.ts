import type { Caller, Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** Whether a lock outlives the actor that holds it, as a lock file does, or is let go of, as the kernel's is. */
export type WhenHolderEnds = 'stays' | 'is-released';

/** Who holds it, or null. */
type Holder = string | null;

/** A lock that one actor at a time holds. Whoever holds it and acquires it again waits for itself. */
export class Mutex extends SharedObject<Holder> {
  override readonly kind = 'mutex';
  private readonly whenHolderEnds: WhenHolderEnds;

  constructor(name: string, whenHolderEnds: WhenHolderEnds) {
    super(name, null);
    this.whenHolderEnds = whenHolderEnds;
  }

  acquire(): Operation<null> {
    return this.operation('acquire', [], { attempt: (holder, { actor }) => (holder === null ? done(actor, null) : blocked) });
  }

  /** Takes it if it is free, and tells whether it did. */
  tryAcquire(): Operation<boolean> {
    return this.operation('tryAcquire', [], { attempt: (holder, { actor }) => (holder === null ? done(actor, true) : done(holder, false)) });
  }

  /** Waits until it is free or that tick has come, and tells whether it is held now. */
  acquireUntil(tick: number): Operation<boolean> {
    return this.operation('acquireUntil', [tick], {
      isTimed: true,
      attempt: (holder, { actor, now }) => (holder === null ? done(actor, true) : now >= tick ? done(holder, false) : blocked),
    });
  }

  /** Lets go of it. Whoever does not hold it breaks the promise. */
  release(): Operation<null> {
    return this.operation('release', [], { attempt: (holder, caller) => done(this.without(holder, caller), null) });
  }

  override describe(holder: Holder): string {
    return holder === null ? 'free' : `held by ${holder}`;
  }

  override holders(holder: Holder): readonly string[] {
    return holder === null ? [] : [holder];
  }

  override afterCrash(holder: Holder, actor: string): Holder {
    return this.whenHolderEnds === 'is-released' && holder === actor ? null : holder;
  }

  private without(holder: Holder, { actor }: Caller): null {
    if (holder !== actor) throw new PromiseBroken(`${actor} released ${this.name}, which ${holder === null ? 'nobody held' : `${holder} held`}.`);
    return null;
  }
}

/** A lock that one actor at a time holds. */
export function mutex(name: string, whenHolderEnds: WhenHolderEnds = 'stays'): Mutex {
  return new Mutex(name, whenHolderEnds);
}
