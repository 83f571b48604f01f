/** What is to be undone when a run ends, the youngest first, each whatever became of the others. */
export class Closers {
  readonly #closers: (() => Promise<void>)[] = [];
  #isClosed = false;

  /** What comes after the end is undone at once. */
  async add(close: () => Promise<void>): Promise<void> {
    if (this.#isClosed) await close();
    else this.#closers.push(close);
  }

  /** @throws AggregateError of what could not be undone */
  async close(): Promise<void> {
    this.#isClosed = true;
    const errors: unknown[] = [];
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '));
  }
}
