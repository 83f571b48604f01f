import type { Body } from '../loop.ts';
import type { Caller, Operation } from '../operation.ts';
import { PromiseBroken } from '../scenario.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';

/** A lock, and the waiters at its conditions. An actor that waits has let go of the lock. */
export type MonitorState = {
  readonly owner: string | null;
  /** The condition at which each sleeper waits, by its name. */
  readonly asleep: { readonly [actor: string]: string };
  /** Who has been woken and wants the lock back. */
  readonly awake: readonly string[];
  /** How many more wake-ups may come that nobody sent. */
  readonly spurious: number;
};

/**
 * A lock with conditions, as Hoare (1974) has them and with the semantics of Lampson and Redell's Mesa (1980): whoever
 * is woken has to get the lock again first, and others may come in between. Which of several waiters a notification
 * wakes is chance, since POSIX and Java promise no order.
 */
export class Monitor extends SharedObject<MonitorState> {
  override readonly kind = 'monitor';

  constructor(name: string, spurious: number) {
    super(name, { owner: null, asleep: {}, awake: [], spurious });
  }

  acquire(): Operation<null> {
    return this.operation('acquire', [], { attempt: (state, { actor }) => (state.owner === null ? done({ ...state, owner: actor }, null) : blocked) });
  }

  release(): Operation<null> {
    return this.operation('release', [], { attempt: (state, caller) => done({ ...this.owned(state, caller, 'released'), owner: null }, null) });
  }

  /** Lets go of the lock and falls asleep in one step, and gets the lock again in another, after a notification. */
  *wait(condition = 'changed'): Body {
    yield* this.operation('wait', [condition], {
      attempt: (state, caller) => done({ ...this.owned(state, caller, 'waited at'), owner: null, asleep: { ...state.asleep, [caller.actor]: condition } }, null),
    });
    yield* this.operation('wakeUp', [], { attempt: (state, { actor }) => this.wokenUp(state, actor) });
  }

  /** Wakes one of those that wait at a condition. Nobody may wait: then it is lost. */
  notify(condition = 'changed'): Operation<null> {
    return this.operation('notify', [condition], {
      attempt: (state, caller) => {
        const waiting = sleepersAt(this.owned(state, caller, 'notified'), condition);
        return waiting.length === 0 ? done(state, null) : waiting.map((actor) => ({ state: woken(state, [actor]), result: null }));
      },
    });
  }

  /** Wakes all that wait at a condition. */
  notifyAll(condition = 'changed'): Operation<null> {
    return this.operation('notifyAll', [condition], { attempt: (state, caller) => done(woken(state, sleepersAt(this.owned(state, caller, 'notified'), condition)), null) });
  }

  /** Wakes one without holding the lock, as POSIX allows. Python raises a RuntimeError instead. */
  notifyUnlocked(condition = 'changed'): Operation<null> {
    return this.operation('notifyUnlocked', [condition], {
      attempt: (state) => {
        const waiting = sleepersAt(state, condition);
        return waiting.length === 0 ? done(state, null) : waiting.map((actor) => ({ state: woken(state, [actor]), result: null }));
      },
    });
  }

  override describe({ owner, asleep, awake }: MonitorState): string {
    const sleepers = Object.entries(asleep).map(([actor, condition]) => `${actor} waits for "${condition}"`);
    return [owner === null ? 'free' : `held by ${owner}`, ...sleepers, ...awake.map((actor) => `${actor} is woken`)].join('; ');
  }

  override holders({ owner }: MonitorState): readonly string[] {
    return owner === null ? [] : [owner];
  }

  override blockers(state: MonitorState, _operation: Operation, actor: string): readonly string[] {
    return actor in state.asleep ? [] : this.holders(state);
  }

  private wokenUp(state: MonitorState, actor: string): ReturnType<typeof done<MonitorState, null>> {
    if (state.owner !== null) return blocked;
    if (state.awake.includes(actor)) return done({ ...state, owner: actor, awake: state.awake.filter((other) => other !== actor) }, null);
    if (state.spurious === 0) return blocked;
    return done({ owner: actor, asleep: without(state.asleep, [actor]), awake: state.awake, spurious: state.spurious - 1 }, null);
  }

  private owned(state: MonitorState, { actor }: Caller, did: string): MonitorState {
    if (state.owner !== actor) throw new PromiseBroken(`${actor} ${did} ${this.name} without holding its lock.`);
    return state;
  }
}

function sleepersAt({ asleep }: MonitorState, condition: string): readonly string[] {
  return Object.keys(asleep).filter((actor) => asleep[actor] === condition);
}

function woken(state: MonitorState, actors: readonly string[]): MonitorState {
  return { ...state, asleep: without(state.asleep, actors), awake: [...state.awake, ...actors].toSorted() };
}

function without(asleep: MonitorState['asleep'], actors: readonly string[]): MonitorState['asleep'] {
  return Object.fromEntries(Object.entries(asleep).filter(([actor]) => !actors.includes(actor)));
}

/** A lock with conditions. @param spurious how many wake-ups may come that nobody sent */
export function monitor(name: string, spurious = 0): Monitor {
  return new Monitor(name, spurious);
}
