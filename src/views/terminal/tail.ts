/** The end of an output that comes in pieces. */
export class Tail {
  readonly #most: number;
  #pieces: string[] = [];
  #length = 0;

  /** @param most characters that are kept at least, where that many came; twice as many at most */
  constructor(most: number) {
    this.#most = most;
  }

  add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > 2 * this.#most) this.#cut();
  }

  /** The last characters that came. */
  get text(): string {
    this.#cut();
    return this.#pieces.join('');
  }

  #cut(): void {
    const text = this.#pieces.join('').slice(-this.#most);
    this.#pieces = [text];
    this.#length = text.length;
  }
}
