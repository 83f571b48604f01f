// Whether operations that say that they touch nothing in common do commute.
import type { StateSpace } from '../../../../src/race/model/explicit/search.ts';
import type { Machine } from '../../../../src/race/model/machine/machine.ts';
import type { KnownOperation } from '../../../../src/race/model/machine/operations.ts';
import { doConflict } from './traces.ts';

/**
 * Two operations on one object that do not commute in some state, although they say so: "A c.get(0), B c.set(1, 2)".
 * null when there are none. Operations on different objects cannot help but commute.
 * @returns also how many pairs were looked at
 */
export function nonCommuting(machine: Machine, space: StateSpace): { readonly pair: string | null; readonly pairs: number } {
  const state = new Int32Array(machine.layout.width);
  let pairs = 0;
  for (let number = 0; number < space.store.size; number += 1) {
    space.store.read(number, state);
    for (let one = 0; one < machine.actors.length; one += 1) {
      for (let other = 0; other < machine.actors.length; other += 1) {
        const [first, second] = [machine.pending(state, one), machine.pending(state, other)];
        if (one === other || first === null || second === null || first.target !== second.target || doConflict(first.operation.touches, second.operation.touches)) continue;
        pairs += 1;
        if (!commute(machine, state, one, other)) return { pair: `${first.actor} ${textOf(first)}, ${second.actor} ${textOf(second)}`, pairs };
      }
    }
  }
  return { pair: null, pairs };
}

function textOf({ operation }: KnownOperation): string {
  return `${operation.target.name}.${operation.name}(${operation.args.map((value) => JSON.stringify(value)).join(', ')})`;
}

/** Each outcome of the one leaves the other the outcomes that it had, and either order of them leads to the same state. */
function commute(machine: Machine, state: Int32Array, one: number, other: number): boolean {
  const ways = machine.endsOf(state, one).length;
  const others = machine.endsOf(state, other).length;
  for (let way = 0; way < ways; way += 1) {
    const after = stepped(machine, state, one, way);
    if (machine.endsOf(after, other).length !== others) return false;
    for (let another = 0; another < others; another += 1) {
      const thence = stepped(machine, after, other, another);
      const thither = stepped(machine, stepped(machine, state, other, another), one, way);
      if (!thence.every((slot, at) => slot === thither[at])) return false;
    }
  }
  return true;
}

function stepped(machine: Machine, state: Int32Array, actor: number, way: number): Int32Array {
  const next = Int32Array.from(state);
  const end = machine.endsOf(next, actor)[way];
  if (end !== undefined) machine.step(next, actor, end);
  return next;
}
