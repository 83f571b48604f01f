import type { Memory } from './memory.ts';

/** Pause before memory is handed over again, ms: it is stored, and need not be so for every quick lock. */
const pauseMs = 1000;

/** Hands over what is remembered, some time after a change and only when it is something else. */
export class MemoryKeeper {
  readonly #memory: () => Memory | null;
  readonly #keep: (memory: Memory) => void;
  #isDue = false;
  #kept = '';

  constructor(memory: () => Memory | null, keep: (memory: Memory) => void) {
    this.#memory = memory;
    this.#keep = keep;
  }

  /** Something changed. */
  wake(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#handOver(), pauseMs);
  }

  #handOver(): void {
    this.#isDue = false;
    const memory = this.#memory();
    const text = JSON.stringify(memory?.entries ?? []);
    if (memory === null || text === this.#kept) return;
    this.#kept = text;
    this.#keep(memory);
  }
}
