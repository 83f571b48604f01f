import type { LockName } from './model.ts';

interface Counted {
  readonly lock: LockName;
  readonly spans: number;
}

/** What locks are called, each for as long as a hold or a wait of it is remembered. */
export class LockNames {
  readonly #counted = new Map<string, Counted>();

  get(path: string): LockName | undefined {
    return this.#counted.get(path)?.lock;
  }

  get all(): readonly LockName[] {
    return Array.from(this.#counted.values(), ({ lock }) => lock);
  }

  /** One more hold or wait of it is remembered; the name is that which was told last. */
  hold(lock: LockName): void {
    this.#counted.set(lock.path, { lock, spans: (this.#counted.get(lock.path)?.spans ?? 0) + 1 });
  }

  /** One is forgotten. */
  letGo(path: string): void {
    const counted = this.#counted.get(path);
    if (counted === undefined) return;
    if (counted.spans > 1) this.#counted.set(path, { ...counted, spans: counted.spans - 1 });
    else this.#counted.delete(path);
  }
}
