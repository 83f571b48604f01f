// What tells one Mazurkiewicz trace from another, worked out from whole runs.
import type { Choice } from '../../../../src/race/model/exploration.ts';
import { happen } from '../../../../src/race/model/machine/happen.ts';
import type { Machine } from '../../../../src/race/model/machine/machine.ts';
import type { Touch } from '../../../../src/race/model/operation.ts';

interface Event {
  readonly actor: number;
  readonly way: number;
  readonly object: number;
  readonly touches: readonly Touch[];
}

/**
 * A run in its lexicographic normal form, as a text: of the events that nothing keeps back, always that of the first
 * actor. Two runs have the same if and only if they differ in the order of steps that commute. Without faults and ticks.
 */
export function normalForm(machine: Machine, schedule: readonly Choice[]): string {
  const state = Int32Array.from(machine.initial);
  const left = schedule.map(({ move, way }): Event => {
    const operation = machine.pending(state, move);
    happen(machine, state, move, way);
    return { actor: move, way, object: operation?.target ?? -1, touches: operation?.operation.touches ?? [] };
  });
  let form = '';
  while (left.length > 0) {
    let best = 0;
    for (const [at, event] of left.entries()) {
      if (event.actor < (left[best]?.actor ?? 0) && left.slice(0, at).every((earlier) => !areDependent(earlier, event))) best = at;
    }
    const [event] = left.splice(best, 1);
    form += `${event?.actor}.${event?.way} `;
  }
  return form;
}

function areDependent(one: Event, other: Event): boolean {
  return one.actor === other.actor || (one.object === other.object && doConflict(one.touches, other.touches));
}

/** Whether operations on the same object that touch these parts of it may not commute. */
export function doConflict(some: readonly Touch[], others: readonly Touch[]): boolean {
  return some.some((one) => others.some((other) => (one.writes || other.writes) && (one.part === other.part || one.part === '' || other.part === '')));
}
