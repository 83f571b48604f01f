import type { Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { done, SharedObject } from '../shared-object.ts';

/** Who is inside, and what for. */
type Inside = { readonly [actor: string]: 'is inside' | 'reads' | 'writes' };

/**
 * What a lock protects: so many may be in it together, and who changes it has to be alone. It keeps nobody out; who
 * comes in when that must not be breaks the promise.
 */
export class Room extends SharedObject<Inside> {
  override readonly kind = 'critical section';
  private readonly most: number;

  constructor(name: string, most: number) {
    super(name, {});
    this.most = most;
  }

  /** Comes in, where so many may be. */
  enter(): Operation<null> {
    return this.operation('enter', [], {
      attempt: (inside, { actor }) => {
        const others = Object.keys(inside);
        if (others.length >= this.most) throw new PromiseBroken(`${list([actor, ...others].toSorted())} are in ${this.name} at the same time${this.most === 1 ? '' : `, where only ${this.most} may be`}.`);
        return done({ ...inside, [actor]: 'is inside' }, null);
      },
    });
  }

  /** Comes in to read, together with other readers. */
  enterToRead(): Operation<null> {
    return this.operation('enterToRead', [], { attempt: (inside, { actor }) => done({ ...this.expectNone(inside, actor, 'writes'), [actor]: 'reads' }, null) });
  }

  /** Comes in to write, where nobody else may be. */
  enterToWrite(): Operation<null> {
    return this.operation('enterToWrite', [], { attempt: (inside, { actor }) => done({ ...this.expectNone(this.expectNone(inside, actor, 'writes'), actor, 'reads'), [actor]: 'writes' }, null) });
  }

  leave(): Operation<null> {
    return this.operation('leave', [], { attempt: (inside, { actor }) => done(Object.fromEntries(Object.entries(inside).filter(([other]) => other !== actor)), null) });
  }

  override describe(inside: Inside): string {
    return Object.entries(inside).map(([actor, does]) => `${actor} ${does}`).join(', ') || 'empty';
  }

  override holders(inside: Inside): readonly string[] {
    return Object.keys(inside);
  }

  override afterCrash(inside: Inside, actor: string): Inside {
    return Object.fromEntries(Object.entries(inside).filter(([other]) => other !== actor));
  }

  private expectNone(inside: Inside, actor: string, does: 'reads' | 'writes'): Inside {
    const other = Object.keys(inside).find((each) => inside[each] === does);
    if (other !== undefined) throw new PromiseBroken(`${actor} comes into ${this.name} while ${other} still ${does} there.`);
    return inside;
  }
}

function list(names: readonly string[]): string {
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What a lock protects. @param most so many may be in it at once */
export function room(name: string, most = 1): Room {
  return new Room(name, most);
}
