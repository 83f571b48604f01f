import { setImmediate as nextTurn } from 'node:timers/promises';
import { listLocks, type Inventory, type Lock } from '../../../src/core.ts';

/** Looks at a folder's locks again and again without a pause, and notes each that is called stale while its holder lives. */
export class Eye {
  readonly #mistakes = new Set<string>();
  readonly #folder: string;
  readonly #holderLives: () => boolean;
  readonly #watching: { dispose(): void };
  readonly #looking: Promise<void>;
  #closed = false;
  #looks = 0;

  /** @param holderLives asked right after a look, so that one who dies in its course is no mistake */
  constructor(folder: string, inventory: Inventory, holderLives: () => boolean) {
    this.#folder = folder;
    this.#holderLives = holderLives;
    this.#watching = inventory.onDidChange((changes) => this.#check('watched', changes.map(({ lock }) => lock)));
    this.#looking = this.#look();
  }

  /** How often it has looked. */
  get looks(): number {
    return this.#looks;
  }

  /** Stops looking; returns what was wrong. */
  async close(): Promise<readonly string[]> {
    this.#closed = true;
    this.#watching.dispose();
    await this.#looking;
    return [...this.#mistakes];
  }

  async #look(): Promise<void> {
    while (!this.#closed) {
      this.#check('listed', listLocks([this.#folder]));
      this.#looks += 1;
      await nextTurn();
    }
  }

  #check(how: string, locks: readonly Lock[]): void {
    const stale = locks.filter(({ verdict }) => verdict.state === 'stale');
    if (stale.length === 0 || !this.#holderLives()) return;
    for (const { path, kind, verdict } of stale) {
      this.#mistakes.add(`${how}: ${path} (${kind}): ${verdict.evidence.map(({ code }) => code).join()}`);
    }
  }
}
