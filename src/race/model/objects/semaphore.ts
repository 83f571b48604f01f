import type { Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** Who holds a permit, by name; an actor that holds two is there twice. */
type Holders = readonly string[];

/** So many permits. */
export class Semaphore extends SharedObject<Holders> {
  override readonly kind = 'semaphore';
  private readonly permits: number;

  constructor(name: string, permits: number) {
    super(name, []);
    this.permits = permits;
  }

  acquire(): Operation<null> {
    return this.operation('acquire', [], { attempt: (holders, { actor }) => (holders.length < this.permits ? done([...holders, actor].toSorted(), null) : blocked) });
  }

  release(): Operation<null> {
    return this.operation('release', [], {
      attempt: (holders, { actor }) => {
        const at = holders.indexOf(actor);
        if (at === -1) throw new PromiseBroken(`${actor} gave back a permit of ${this.name} that it did not hold.`);
        return done(holders.toSpliced(at, 1), null);
      },
    });
  }

  override describe(holders: Holders): string {
    return `${this.permits - holders.length} of ${this.permits} free`;
  }

  override holders(holders: Holders): readonly string[] {
    return holders;
  }
}

export function semaphore(name: string, permits: number): Semaphore {
  return new Semaphore(name, permits);
}
