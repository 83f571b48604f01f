import type { Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** Who has a ticket, in the order of the tickets. The first is being served. */
type Line = readonly string[];

/** A lock that is given in the order in which it was asked for (Reed and Kanodia 1979): to take a ticket never waits. */
export class TicketLock extends SharedObject<Line> {
  override readonly kind = 'ticket lock';

  constructor(name: string) {
    super(name, []);
  }

  takeTicket(): Operation<null> {
    return this.operation('takeTicket', [], { attempt: (line, { actor }) => done([...line, actor], null) });
  }

  whenServed(): Operation<null> {
    return this.operation('whenServed', [], { touches: [{ part: '', writes: false }], attempt: (line, { actor }) => (line[0] === actor ? done(line, null) : blocked) });
  }

  /** Serves the next. */
  release(): Operation<null> {
    return this.operation('release', [], {
      attempt: ([first, ...rest], { actor }) => {
        if (first !== actor) throw new PromiseBroken(`${actor} released ${this.name}, which ${first ?? 'nobody'} held.`);
        return done(rest, null);
      },
    });
  }

  override describe([first, ...rest]: Line): string {
    if (first === undefined) return 'free';
    return rest.length === 0 ? `serves ${first}` : `serves ${first}, then ${rest.join(', ')}`;
  }

  override holders(line: Line): readonly string[] {
    return line.slice(0, 1);
  }
}

export function ticketLock(name: string): TicketLock {
  return new TicketLock(name);
}
