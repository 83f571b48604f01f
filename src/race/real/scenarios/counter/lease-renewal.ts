/** Renews a lease at each third of it, as long as its holder runs. */
export class Renewal {
  readonly #renew: () => Promise<number | null>;
  readonly #leaseMs: number;
  #renewedAt: number;
  #timer: NodeJS.Timeout | null = null;
  #renewing: Promise<void> = Promise.resolve();
  #failed = false;
  #stopped = false;

  /**
   * @param renew answers 1, or 0 when the lock is not one's own any more, or null when the server did not answer
   * @param since when it was asked for, by performance.now(), ms
   */
  constructor(renew: () => Promise<number | null>, since: number, leaseMs: number) {
    this.#renew = renew;
    this.#renewedAt = since;
    this.#leaseMs = leaseMs;
    this.#later();
  }

  /** When the last renewal that was granted was asked for, by performance.now(), ms. */
  get renewedAt(): number {
    return this.#renewedAt;
  }

  /** It was found that the lease is lost; who stood still has not found it yet. */
  get hasFailed(): boolean {
    return this.#failed;
  }

  /** Resolves when no renewal is under way any more. @throws what a renewal threw */
  stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    return this.#renewing;
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      this.#renewing = this.#now();
    }, this.#leaseMs / 3);
  }

  async #now(): Promise<void> {
    const before = performance.now();
    const renewed = await this.#renew();
    if (renewed === 1) this.#renewedAt = before;
    if (renewed === 0 || performance.now() - this.#renewedAt > this.#leaseMs) this.#failed = true;
    else if (!this.#stopped) this.#later();
  }
}
