import { readsAll, type Operation } from '../operation.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** Virtual time. It goes on by a tick when nobody can do a step, or while an actor stands still. */
export class Clock extends SharedObject<null> {
  override readonly kind = 'clock';

  constructor(name: string) {
    super(name, null);
  }

  /** How many ticks have passed. */
  now(): Operation<number> {
    return this.operation('now', [], { isTimed: true, touches: readsAll, attempt: (state, { now }) => done(state, now) });
  }

  /** Waits for that tick. */
  sleepUntil(tick: number): Operation<null> {
    return this.operation('sleepUntil', [tick], { isTimed: true, touches: readsAll, attempt: (state, { now }) => (now >= tick ? done(state, null) : blocked) });
  }

  override describe(): string {
    return 'the time';
  }
}

export function clock(name = 'clock'): Clock {
  return new Clock(name);
}
