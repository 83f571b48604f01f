import { readsAll, type Operation } from '../operation.ts';
import { done, SharedObject } from '../shared-object.ts';

/** The list of processes, as far as one can be asked for: who has ended is known to have. */
export class Processes extends SharedObject<readonly string[]> {
  override readonly kind = 'processes';

  constructor(name: string) {
    super(name, []);
  }

  /** Whether that actor has not crashed. */
  isAlive(actor: string): Operation<boolean> {
    return this.operation('isAlive', [actor], { touches: readsAll, attempt: (dead) => done(dead, !dead.includes(actor)) });
  }

  /** Waits until that actor has crashed. */
  whenDead(actor: string): Operation<null> {
    return this.operation('whenDead', [actor], { touches: readsAll, attempt: (dead) => (dead.includes(actor) ? done(dead, null) : []) });
  }

  override describe(dead: readonly string[]): string {
    return dead.length === 0 ? 'all alive' : `dead: ${dead.join(', ')}`;
  }

  override afterCrash(dead: readonly string[], actor: string): readonly string[] {
    return dead.includes(actor) ? dead : [...dead, actor].toSorted();
  }
}

export function processes(name = 'processes'): Processes {
  return new Processes(name);
}
