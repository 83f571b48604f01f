/** Runs what was asked for last, once in a while. */
export class Throttle {
  readonly #ms: number;
  #timer = 0;
  #run: () => void = () => undefined;

  /** @param ms between two runs */
  constructor(ms: number) {
    this.#ms = ms;
  }

  run(run: () => void): void {
    this.#run = run;
    if (this.#timer !== 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#run();
    }, this.#ms);
  }
}
