import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../model/random/random.ts';
import { monotonicMs } from '../clock.ts';
import type { Faults } from '../request.ts';
import { tell } from './tell.ts';

/** What strikes one operation, at its first or second place for faults. */
export type Strike = { readonly is: 'none' } | { readonly is: 'kill' | 'pause'; readonly at: 0 | 1 };

const none: Strike = { is: 'none' };

/** Chooses by the seed what strikes which operation. */
export class Strikes {
  readonly #faults: Faults;
  readonly #random: Random;

  constructor(faults: Faults, random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  next(): Strike {
    const { kill, pause: paused } = this.#faults;
    if (kill === null && paused === null) return none;
    const at = this.#random.below(2) === 0 ? 0 : 1;
    const chance = this.#random.next();
    if (chance < (kill ?? 0)) return { is: 'kill', at };
    return chance < (kill ?? 0) + (paused?.share ?? 0) ? { is: 'pause', at } : none;
  }
}

/** So long a signal to oneself may take until it has struck, ms. */
const strikesWithinMs = 50;

/** Ends this process at once, as a crash does: nothing of it is tidied up. */
export function endByKill(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** Stops this process, until the runner continues it. @returns how long it stood, ms */
export function stopFor(ms: number): number {
  const before = monotonicMs();
  tell({ is: 'pause', ms });
  process.kill(process.pid, 'SIGSTOP');
  while (monotonicMs() - before < Math.min(ms, strikesWithinMs));
  tell({ is: 'resumed' });
  return monotonicMs() - before;
}

export async function slowDown(ms: number): Promise<void> {
  if (ms > 0) await pause(ms);
}

/** The wall clock of this process is ahead from now on, for all that asks for it: whatever library it is. */
export function setClockAhead(ms: number): void {
  const now = Date.now.bind(Date);
  Date.now = () => now() + ms;
}
