import type { Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** Who is up, and how long each of the others still sleeps. */
type Sleepers = { readonly up: readonly string[]; readonly asleep: { readonly [actor: string]: number } };

/**
 * Naps that are long against everything that is done between them: a nap ends only when everybody else sleeps at
 * least as long or has left. It is a clock that counts from now instead of from the start, so that actors can
 * nap for ever in finitely many states.
 */
export class Naps extends SharedObject<Sleepers> {
  override readonly kind = 'naps';

  /** @param actors all that ever nap; each leaves when it is through */
  constructor(name: string, actors: readonly string[]) {
    super(name, { up: actors.toSorted(), asleep: {} });
  }

  /** Lies down for so long. Only {@link wakeUp} may follow. */
  lieDown(time: number): Operation<null> {
    return this.operation('lieDown', [time], {
      attempt: ({ up, asleep }, { actor }) => {
        if (!up.includes(actor)) throw new PromiseBroken(`${actor} lay down, and was not up.`);
        return done({ up: up.filter((other) => other !== actor), asleep: { ...asleep, [actor]: time } }, null);
      },
    });
  }

  wakeUp(): Operation<null> {
    return this.operation('wakeUp', [], {
      attempt: ({ up, asleep }, { actor }) => {
        const left = asleep[actor] ?? 0;
        const passes = left === 0 ? 0 : Math.min(...Object.values(asleep));
        if (left > 0 && (up.length > 0 || passes < left)) return blocked;
        const others = Object.entries(asleep).filter(([other]) => other !== actor);
        return done({ up: [...up, actor].toSorted(), asleep: Object.fromEntries(others.map(([other, time]) => [other, time - passes])) }, null);
      },
    });
  }

  /** Naps no more. */
  leave(): Operation<null> {
    return this.operation('leave', [], { attempt: ({ up, asleep }, { actor }) => done({ up: up.filter((other) => other !== actor), asleep }, null) });
  }

  override describe({ asleep }: Sleepers): string {
    const texts = Object.entries(asleep).map(([actor, time]) => `${actor} for ${time}`);
    return texts.length === 0 ? 'nobody sleeps' : `asleep: ${texts.join(', ')}`;
  }
}

export function naps(name: string, actors: readonly string[]): Naps {
  return new Naps(name, actors);
}
