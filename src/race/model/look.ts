import { callText } from './call-text.ts';
import { canStep } from './machine/happen.ts';
import type { Machine } from './machine/machine.ts';
import { placeOf } from './place.ts';
import type { ActorLook, ObjectLook, Snapshot } from './trace.ts';

/** All there is to see in a state. */
export function snapshotOf(machine: Machine, state: Int32Array): Snapshot {
  return {
    objects: machine.objects.map((_object, at) => objectLook(machine, state, at)),
    actors: machine.actors.map((_name, at) => actorLook(machine, state, at)),
    now: machine.ticks > 0 ? machine.layout.now(state) : null,
  };
}

function objectLook(machine: Machine, state: Int32Array, at: number): ObjectLook {
  const object = machine.objects[at];
  if (object === undefined) throw new RangeError(`no object has the number ${at}`);
  return { name: object.name, kind: object.kind, text: object.describe(machine.stateOf(state, at)), holders: machine.holdersOf(state, at) };
}

function actorLook(machine: Machine, state: Int32Array, actor: number): ActorLook {
  const base = { name: machine.actors[actor] ?? '', serves: machine.serves(actor) };
  const standing = machine.standing(state, actor);
  if (standing.is !== 'about-to') return { ...base, standing: standing.is, next: null, place: null, waitsFor: null };
  const { operation } = standing;
  const next = `${operation.target.name}.${callText(operation.name, operation.args)}`;
  const place = placeOf(operation.site);
  if (machine.layout.pausedUntil(state, actor) > machine.layout.now(state)) return { ...base, standing: 'paused', next, place, waitsFor: null };
  if (canStep(machine, state, actor)) return { ...base, standing: 'ready', next, place, waitsFor: null };
  return { ...base, standing: 'waits', next, place, waitsFor: { object: operation.target.name, holders: machine.blockersOf(state, actor) } };
}
