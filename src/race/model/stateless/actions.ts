import type { Machine } from '../machine/machine.ts';
import type { Move } from '../machine/moves.ts';
import type { KnownOperation } from '../machine/operations.ts';
import { feelsCrashes, type Watched } from './watched.ts';

/** What a process does next: an actor its operation, the others what they are there for. */
type Action = { readonly is: 'step'; readonly actor: number; readonly operation: KnownOperation } | Exclude<Move, { readonly is: 'step' }>;

export const noAction = -1;
const unknown = -2;

/**
 * Numbers for actions, and which of them depend on each other: which do not commute, or may make each other possible
 * or impossible, or are both seen by an invariant.
 */
export class Actions {
  private readonly machine: Machine;
  private readonly watched: Watched;
  private readonly actions: Action[] = [];
  /** By the number of an action: the operation of an actor's step. */
  readonly operations: (KnownOperation | null)[] = [];
  private readonly numbers = new Map<KnownOperation, number>();
  private places = new Int32Array(256).fill(unknown);
  private room = 64;
  private matrix = new Uint8Array(64 * 64);
  private readonly visible: number[] = [];

  constructor(machine: Machine, watched: Watched) {
    this.machine = machine;
    this.watched = watched;
  }

  /** What an actor does next in a state, or {@link noAction}. */
  ofActor(state: Int32Array, actor: number): number {
    const place = state[actor] ?? 0;
    const known = place < this.places.length ? (this.places[place] ?? unknown) : unknown;
    return known === unknown ? this.lookUp(state, actor, place) : known;
  }

  /** A fault or a tick. */
  ofMove(move: Exclude<Move, { readonly is: 'step' }>): number {
    return this.add(move);
  }

  areDependent(one: number, other: number): boolean {
    return this.matrix[one * this.room + other] !== 0;
  }

  /** Whether an invariant may see it. */
  isVisible(action: number): boolean {
    return this.visible[action] !== 0;
  }

  /**
   * Whether one can never come before the other, although they depend on each other: time goes on only where nobody
   * can do a step, and who could do one before a step of another still can.
   */
  isInOrder(first: number, second: number): boolean {
    const one = this.actions[first]?.is;
    const other = this.actions[second]?.is;
    return (one === 'step' && other === 'tick') || (one === 'tick' && other === 'step');
  }

  /** Whether that action ends an actor. */
  ends(action: number, actor: number): boolean {
    const what = this.actions[action];
    return what?.is === 'power-loss' || (what?.is === 'crash' && what.actor === actor);
  }

  private lookUp(state: Int32Array, actor: number, place: number): number {
    while (place >= this.places.length) {
      const places = new Int32Array(this.places.length * 2).fill(unknown);
      places.set(this.places);
      this.places = places;
    }
    const operation = this.machine.pending(state, actor);
    return (this.places[place] = operation === null ? noAction : (this.numbers.get(operation) ?? this.add({ is: 'step', actor, operation })));
  }

  private add(action: Action): number {
    const number = this.actions.push(action) - 1;
    this.operations.push(action.is === 'step' ? action.operation : null);
    if (action.is === 'step') this.numbers.set(action.operation, number);
    this.visible.push(this.seenBy(action));
    if (number >= this.room) this.grow();
    for (const [other, each] of this.actions.entries()) {
      const depends = Number(this.decide(action, each) || ((this.visible[number] ?? 0) & (this.visible[other] ?? 0)) !== 0);
      this.matrix[number * this.room + other] = depends;
      this.matrix[other * this.room + number] = depends;
    }
    return number;
  }

  private grow(): void {
    const room = this.room * 2;
    const matrix = new Uint8Array(room * room);
    for (let row = 0; row < this.room; row += 1) matrix.set(this.matrix.subarray(row * this.room, (row + 1) * this.room), row * room);
    this.matrix = matrix;
    this.room = room;
  }

  private decide(one: Action, other: Action): boolean {
    if (one.is === 'step') return other.is === 'step' ? stepsConflict(one, other) : this.fault(other, one);
    return other.is === 'step' ? this.fault(one, other) : true;
  }

  /** Whether a fault or a tick depends on a step. */
  private fault(fault: Exclude<Action, { readonly is: 'step' }>, step: Extract<Action, { readonly is: 'step' }>): boolean {
    switch (fault.is) {
      case 'tick':
      case 'power-loss': return true;
      case 'pause': return fault.actor === step.actor;
      case 'crash': return fault.actor === step.actor || feelsCrashes(step.operation.operation.target);
    }
  }

  private seenBy(action: Action): number {
    if (action.is === 'step') return this.watched.ofStep(action.operation.target, action.operation.operation.touches.some(({ writes }) => writes));
    return action.is === 'crash' ? this.watched.ofCrash : this.watched.ofOther;
  }
}

function stepsConflict(one: Extract<Action, { readonly is: 'step' }>, other: Extract<Action, { readonly is: 'step' }>): boolean {
  if (one.actor === other.actor) return true;
  if (one.operation.target !== other.operation.target) return false;
  const { touches } = other.operation.operation;
  return one.operation.operation.touches.some(({ part, writes }) => touches.some((touch) => (writes || touch.writes) && (part === touch.part || part === '' || touch.part === '')));
}
