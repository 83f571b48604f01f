import type { View } from '../scenario.ts';
import type { SharedObject } from '../shared-object.ts';
import type { Value } from '../value.ts';
import { canStep } from './happen.ts';
import type { Machine } from './machine.ts';

/** A state to look at for conditions. One of these serves for all states of a machine, one after the other. */
export class StateView implements View {
  private readonly machine: Machine;
  private state: Int32Array;

  constructor(machine: Machine) {
    this.machine = machine;
    this.state = machine.initial;
  }

  look(state: Int32Array): this {
    this.state = state;
    return this;
  }

  of<S extends Value>(object: SharedObject<S>): S {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the states of an object are its own: its first one, and what its operations made of it
    return this.machine.stateOf(this.state, this.machine.numberOf(object)) as S;
  }

  hasEnded(actor: string): boolean {
    return this.machine.standing(this.state, this.machine.actorNamed(actor)).is === 'ended';
  }

  hasCrashed(actor: string): boolean {
    return this.machine.standing(this.state, this.machine.actorNamed(actor)).is === 'crashed';
  }

  isBlocked(actor: string): boolean {
    const number = this.machine.actorNamed(actor);
    return this.machine.pending(this.state, number) !== null && !canStep(this.machine, this.state, number);
  }
}
