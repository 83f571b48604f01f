/**
 * How likely a hold is seen by one look alone where somebody only locks and unlocks, where locks are held for a ms or
 * more, and where short holds are far apart, whom a look seldom keeps waiting.
 */
const spinning = 0.45;
const holding = 0.17;
const seldom = 0.9;
/** From so much evidence on it is taken to be so; a mistake costs what is held for a ms meanwhile, so it must be rare. */
const enough = 12;
/** The same where it was so a moment ago. */
const enoughAgain = 4;

/** Looks are so far apart while more of them would tell nothing more, ms. */
export const futileMs = 50;
/** After so long it is tried anew, ms, or when so many looks have shown the same. */
const restMs = 2000;
const quietLooks = 6;
/** It was so a moment ago, ms. */
const recentMs = 10_000;

/**
 * Notices that somebody locks and unlocks so quickly that looks see no more than that it is so. Each look keeps a
 * locker waiting for a moment, since the kernel's list is read under a lock that all of them take: where nothing is
 * learnt from looking often, it is not done.
 */
export class Futility {
  #notHolding = 0;
  #notSeldom = 0;
  #restsUntil = -Infinity;
  #quiet = 0;

  /**
   * @param ended holds that ended between two looks that were close to each other
   * @param singles those of them that one look alone saw
   */
  note(ended: number, singles: number, now: number): void {
    this.#notHolding = weighed(this.#notHolding, holding, ended, singles);
    this.#notSeldom = weighed(this.#notSeldom, seldom, ended, singles);
    const wasRecent = now - this.#restsUntil < recentMs;
    if (Math.min(this.#notHolding, this.#notSeldom) < (wasRecent ? enoughAgain : enough)) return;
    [this.#notHolding, this.#notSeldom] = [0, 0];
    this.#quiet = 0;
    this.#restsUntil = now + restMs;
  }

  /** Whether it rests, having looked once more. @param isSame whether that look showed nothing new */
  isFutile(now: number, isSame: boolean): boolean {
    if (now >= this.#restsUntil) return false;
    this.#quiet = isSame ? this.#quiet + 1 : 0;
    if (this.#quiet >= quietLooks) this.#restsUntil = now;
    return true;
  }
}

/** The evidence for spinning against something else, after more holds: the logarithm of how likely they are; see Wald's sequential test. */
function weighed(before: number, other: number, ended: number, singles: number): number {
  const more = singles * Math.log(spinning / other) + (ended - singles) * Math.log((1 - spinning) / (1 - other));
  return Math.min(2 * enough, Math.max(0, before + more));
}
