/** Beats, the actor whose code runs (counted from 1, or 0), and its step. */
const slots = 3;

/**
 * What shows that a thread still gets on, though it never comes to a turn of its event loop: it beats with every
 * slice of an exploration and with every step of an actor, and notes whose code it runs.
 */
export class Pulse {
  readonly buffer: SharedArrayBuffer;
  private readonly numbers: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.numbers = new Int32Array(buffer);
  }

  get beats(): number {
    return Atomics.load(this.numbers, 0);
  }

  /** Whose code runs, as its number among the actors, and its step, counted from 1; null when it is no actor's. */
  get running(): { readonly actor: number; readonly step: number } | null {
    const actor = Atomics.load(this.numbers, 1) - 1;
    return actor < 0 ? null : { actor, step: Atomics.load(this.numbers, 2) };
  }

  beat(): void {
    Atomics.add(this.numbers, 0, 1);
  }

  enter(actor: number, step: number): void {
    this.beat();
    Atomics.store(this.numbers, 2, step);
    Atomics.store(this.numbers, 1, actor + 1);
  }

  leave(): void {
    Atomics.store(this.numbers, 1, 0);
  }
}
