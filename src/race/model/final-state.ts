import type { Machine } from './machine/machine.ts';
import { keyOf } from './value.ts';

/** A state in which nobody can go on, as a text that does not depend on how it was reached: the objects, and how each actor stands. */
export function finalStateOf(machine: Machine, state: Int32Array): string {
  const actors = machine.actors.map((name, actor) => {
    const standing = machine.standing(state, actor);
    return `${name} ${standing.is === 'about-to' ? `waits: ${standing.key}` : standing.is === 'broken' ? `broken: ${standing.message}` : standing.is}`;
  });
  const objects = machine.objects.map(({ name }, at) => `${name} = ${keyOf(machine.stateOf(state, at))}`);
  return [...objects, ...actors].join('; ');
}
