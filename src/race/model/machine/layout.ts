import type { System } from '../scenario.ts';

/** Which number of a state's row is what: the places of the actors, the states of the objects, and the rest. */
export class Layout {
  readonly actors: number;
  readonly objectsAt: number;
  readonly width: number;
  /** -1 where there is none. */
  readonly timeAt: number;
  readonly crashesLeftAt: number;
  readonly pausesLeftAt: number;
  readonly powerLeftAt: number;
  private readonly pausedAt: number;
  private readonly system: System;

  constructor(actors: number, objects: number, system: System) {
    this.actors = actors;
    this.objectsAt = actors;
    this.system = system;
    let at = actors + objects;
    const take = (isThere: boolean, many = 1): number => {
      if (!isThere) return -1;
      at += many;
      return at - many;
    };
    this.timeAt = take((system.ticks ?? 0) > 0);
    this.crashesLeftAt = take(system.faults?.crash !== undefined);
    this.pausesLeftAt = take(system.faults?.pause !== undefined);
    this.pausedAt = take(system.faults?.pause !== undefined, actors);
    this.powerLeftAt = take(system.faults?.powerLoss === true);
    this.width = at;
  }

  initial(places: readonly number[], states: readonly number[]): Int32Array {
    const row = new Int32Array(this.width);
    row.set(places, 0);
    row.set(states, this.objectsAt);
    const { crash, pause } = this.system.faults ?? {};
    if (this.crashesLeftAt >= 0) row[this.crashesLeftAt] = crash?.most ?? 1;
    if (this.pausesLeftAt >= 0) row[this.pausesLeftAt] = pause?.most ?? 1;
    if (this.powerLeftAt >= 0) row[this.powerLeftAt] = 1;
    return row;
  }

  /** In ticks. */
  now(state: Int32Array): number {
    return this.timeAt < 0 ? 0 : (state[this.timeAt] ?? 0);
  }

  /** The tick until which that actor stands still; 0 when it never did. */
  pausedUntil(state: Int32Array, actor: number): number {
    return this.pausedAt < 0 ? 0 : (state[this.pausedAt + actor] ?? 0);
  }

  pause(state: Int32Array, actor: number, until: number): void {
    state[this.pausedAt + actor] = until;
  }
}
