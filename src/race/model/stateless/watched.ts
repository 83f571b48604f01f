import { StateView } from '../machine/view.ts';
import type { Machine } from '../machine/machine.ts';
import type { Condition, View } from '../scenario.ts';
import { SharedObject } from '../shared-object.ts';
import type { Value } from '../value.ts';

/** Conditions are told apart by a bit each; those beyond share the last. */
const mostBits = 31;

/**
 * What the invariants look at. A step that changes it must keep its order with every other that does, or states
 * that an invariant could tell apart would be passed over: such steps are "visible" (Peled, "Combining partial
 * order reductions with on-the-fly model checking", 1994). What a condition looks at is known only once it has.
 */
export class Watched {
  private readonly machine: Machine;
  private readonly conditions: readonly Condition[];
  private readonly view: RecordingView;
  private readonly objectBits: Int32Array;
  private actorBits = 0;
  private crashBits = 0;
  /** Whether something was looked at that was not known to be, since this was last set to false. */
  hasGrown = false;

  constructor(machine: Machine) {
    this.machine = machine;
    this.conditions = machine.system.invariants ?? [];
    this.objectBits = new Int32Array(machine.objects.length);
    this.view = new RecordingView(machine, (object, bit) => this.note(object, bit));
  }

  /** Whether every invariant holds, as far as one can tell: one that throws does not. */
  allHold(state: Int32Array): boolean {
    return this.conditions.every((condition, at) => {
      try {
        return condition.holds(this.view.look(state, 1 << Math.min(at, mostBits - 1)));
      } catch {
        // The judge evaluates it again, and says what was thrown.
        return false;
      }
    });
  }

  /** The invariants that may see a step on that object, a bit each. */
  ofStep(object: number, writes: boolean): number {
    return this.actorBits | (writes ? (this.objectBits[object] ?? 0) : 0);
  }

  /** The invariants that may see an actor crash. */
  get ofCrash(): number {
    return this.actorBits | this.crashBits;
  }

  /** The invariants that may see a fault that no object feels, or time going on. */
  get ofOther(): number {
    return this.actorBits;
  }

  private note(object: number | null, bit: number): void {
    const before = object === null ? this.actorBits : (this.objectBits[object] ?? 0);
    if ((before & bit) !== 0) return;
    this.hasGrown = true;
    if (object === null) this.actorBits |= bit;
    else this.objectBits[object] = before | bit;
    const looked = object === null ? undefined : this.machine.objects[object];
    if (looked !== undefined && feelsCrashes(looked)) this.crashBits |= bit;
  }
}

/** Whether something becomes of an object when an actor crashes. */
export function feelsCrashes(object: SharedObject): boolean {
  return object.afterCrash !== SharedObject.prototype.afterCrash;
}

/** A view that tells what is looked at: an object by its number, or how actors stand (null). */
class RecordingView implements View {
  private readonly machine: Machine;
  private readonly view: StateView;
  private readonly note: (object: number | null, bit: number) => void;
  private bit = 0;

  constructor(machine: Machine, note: (object: number | null, bit: number) => void) {
    this.machine = machine;
    this.view = new StateView(machine);
    this.note = note;
  }

  look(state: Int32Array, bit: number): this {
    this.view.look(state);
    this.bit = bit;
    return this;
  }

  of<S extends Value>(object: SharedObject<S>): S {
    this.note(this.machine.numberOf(object), this.bit);
    return this.view.of(object);
  }

  hasEnded(actor: string): boolean {
    this.note(null, this.bit);
    return this.view.hasEnded(actor);
  }

  hasCrashed(actor: string): boolean {
    this.note(null, this.bit);
    return this.view.hasCrashed(actor);
  }

  isBlocked(actor: string): boolean {
    this.note(null, this.bit);
    return this.view.isBlocked(actor);
  }
}
