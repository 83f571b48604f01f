import type { StoreAnswer, StoreRequest } from './protocol.ts';

/**
 * A number and the rule of fencing tokens: reads and writes carry the token of a lock's holder, and whoever comes
 * with an older one than was seen is turned away. Reads count too: a token that is checked on writes alone lets an
 * old holder write between a new one's read and write. Without a token one reads and writes as one likes.
 * After Kleppmann, "How to do distributed locking", 2016; the reads are our model's finding (scenario slow-holder).
 */
export class FencedNumber {
  readonly #keep: (value: number) => void;
  #value: number;
  #highestSeen = 0;
  #highestGiven = 0;

  /** @param keep called with each value before it counts as written */
  constructor(value: number, keep: (value: number) => void) {
    this.#value = value;
    this.#keep = keep;
  }

  answer(request: StoreRequest): StoreAnswer {
    switch (request.is) {
      case 'token': return (this.#highestGiven += 1);
      case 'read': return this.#isLetIn(request.token) ? this.#value : null;
      case 'write': return this.#isLetIn(request.token) && this.#write(request.value);
    }
  }

  #isLetIn(token: number | null): boolean {
    if (token === null) return true;
    if (token < this.#highestSeen) return false;
    this.#highestSeen = token;
    return true;
  }

  #write(value: number): true {
    this.#keep(value);
    this.#value = value;
    return true;
  }
}
