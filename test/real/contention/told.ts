import type { Actor, Happening, Span } from '../../../src/contention/model.ts';

/** A hold or wait as a source has told it so far. */
export type ToldSpan = Omit<Span, 'id'>;

/** Puts together what a source of happenings tells. */
export class Told {
  readonly #spans: ToldSpan[] = [];
  readonly #open = new Map<string, number>();

  readonly take = (happenings: readonly Happening[]): void => {
    for (const happening of happenings) this.#apply(happening);
  };

  get spans(): readonly ToldSpan[] {
    return this.#spans;
  }

  get open(): readonly ToldSpan[] {
    return this.#spans.filter(({ to }) => to === null);
  }

  #apply(happening: Happening): void {
    const { key } = happening;
    if (happening.is === 'began') {
      if (this.#open.has(key)) throw new Error(`began twice: ${key}`);
      this.#open.set(key, this.#spans.length);
      this.#spans.push({ ...happening.span, lock: happening.lock.path, to: null });
      return;
    }
    const index = this.#open.get(key) ?? -1;
    const span = this.#spans[index];
    if (span === undefined) throw new Error(`never began: ${key}`);
    if (happening.is === 'learned') {
      this.#spans[index] = { ...span, actor: happening.actor, blockers: happening.blockers };
      return;
    }
    this.#open.delete(key);
    this.#spans[index] = { ...span, to: happening.at, certainty: happening.certainty };
  }
}

/** Whether these processes wait for each other in a ring, as far as open waits tell their blockers. */
export function hasRing(open: readonly ToldSpan[], pids: readonly number[]): boolean {
  const blocked = (pid: number): readonly (number | null)[] =>
    open.filter(({ is, actor }) => is === 'wait' && actor.pid === pid).flatMap(({ blockers }) => blockers.map((blocker: Actor) => blocker.pid));
  return pids.every((pid, i) => blocked(pid).includes(pids[(i + 1) % pids.length] ?? null));
}
