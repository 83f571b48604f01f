import type { Operation } from '../operation.ts';
import { done, blocked, SharedObject } from '../shared-object.ts';

/** Who wants to run, and with which priority; more is first. */
type Ready = { readonly [actor: string]: number };

/** One processor whose scheduler lets those run that have the highest priority of all that want to. */
export class Processor extends SharedObject<Ready> {
  override readonly kind = 'processor';

  /** Runs for a while: waits as long as somebody with a higher priority wants to run. */
  run(): Operation<null> {
    return this.operation('run', [], { touches: [{ part: '', writes: false }], attempt: (ready, { actor }) => (isFirst(ready, actor) ? done(ready, null) : blocked) });
  }

  /** Runs for a while, and all who had to wait meanwhile become more important, though not more than who ran. */
  runAndAge(): Operation<null> {
    return this.operation('runAndAge', [], {
      attempt: (ready, { actor }) => {
        if (!isFirst(ready, actor)) return blocked;
        const own = ready[actor] ?? 0;
        return done(Object.fromEntries(Object.entries(ready).map(([other, priority]) => [other, Math.min(priority + 1, own)])), null);
      },
    });
  }

  /** Lends another its priority, if that wants to run and has a lower one. */
  lend(other: string, priority: number): Operation<null> {
    return this.operation('lend', [other, priority], { attempt: (ready) => done((ready[other] ?? priority) < priority ? { ...ready, [other]: priority } : ready, null) });
  }

  /** Wants to run from now on, with that priority. */
  wantToRun(priority: number): Operation<null> {
    return this.operation('wantToRun', [priority], { attempt: (ready, { actor }) => done({ ...ready, [actor]: priority }, null) });
  }

  /** Wants to run no more: it sleeps, waits or has ended. */
  rest(): Operation<null> {
    return this.operation('rest', [], { attempt: (ready, { actor }) => done(Object.fromEntries(Object.entries(ready).filter(([other]) => other !== actor)), null) });
  }

  override describe(ready: Ready): string {
    return Object.entries(ready).map(([actor, priority]) => `${actor} ${priority}`).join(', ') || 'idle';
  }
}

function isFirst(ready: Ready, actor: string): boolean {
  return (ready[actor] ?? 0) >= Math.max(0, ...Object.values(ready));
}

export function processor(name: string, ready: Readonly<Record<string, number>> = {}): Processor {
  return new Processor(name, ready);
}
