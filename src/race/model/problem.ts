import type { Machine } from './machine/machine.ts';
import { isQuiescent } from './machine/happen.ts';
import { StateView } from './machine/view.ts';
import { messageOf } from '../../base/errors.ts';
import { ScenarioError } from './scenario-error.ts';
import { placeOf } from './place.ts';
import type { Condition, View } from './scenario.ts';
import type { Value } from './value.ts';

/** An actor that can never go on, what it is about to do, and who holds what it waits for. */
export interface Stuck {
  readonly actor: string;
  readonly object: string;
  readonly operation: string;
  readonly args: readonly Value[];
  readonly heldBy: readonly string[];
}

/** How a promise is broken. */
export type Problem =
  | { readonly is: 'broken'; readonly actor: string; readonly says: string }
  | { readonly is: 'invariant' | 'finally'; readonly condition: string; readonly says: string }
  | { readonly is: 'stuck'; readonly stuck: readonly Stuck[]; readonly isDeadlock: boolean; readonly cycle: readonly string[] }
  | { readonly is: 'never'; readonly goal: string };

/** Looks at states of a machine, and says what is wrong with them. */
export class Judge {
  private readonly machine: Machine;
  private readonly view: StateView;

  constructor(machine: Machine) {
    this.machine = machine;
    this.view = new StateView(machine);
  }

  /**
   * What is wrong with a state, or null.
   * @param isOver whether nobody can go on in it
   * @throws ScenarioError when a condition throws
   */
  problemIn(state: Int32Array, isOver = isQuiescent(this.machine, state)): Problem | null {
    return this.broken(state) ?? this.invariant(state) ?? (isOver ? (this.stuck(state) ?? this.finally(state) ?? this.never(state)) : null);
  }

  /** Whether a goal is awaited, by its number. */
  isAwaited(state: Int32Array, goal: number): boolean {
    const found = this.machine.system.goals?.[goal];
    return found !== undefined && evaluated(found.name, () => decided(found.name, found.isAwaited(this.view.look(state))));
  }

  private broken(state: Int32Array): Problem | null {
    if (!this.machine.wasEverBroken) return null;
    for (let at = 0; at < this.machine.actors.length; at += 1) {
      const standing = this.machine.standing(state, at);
      if (standing.is === 'broken') return { is: 'broken', actor: this.machine.actors[at] ?? '', says: standing.message };
    }
    return null;
  }

  private invariant(state: Int32Array): Problem | null {
    const { invariants } = this.machine.system;
    return invariants === undefined ? null : this.violated('invariant', invariants, state);
  }

  private finally(state: Int32Array): Problem | null {
    return this.violated('finally', this.machine.system.finally ?? [], state);
  }

  /** Where nobody can go on, what is awaited never comes. */
  private never(state: Int32Array): Problem | null {
    const goal = (this.machine.system.goals ?? []).find((_goal, at) => this.isAwaited(state, at));
    return goal === undefined ? null : { is: 'never', goal: goal.name };
  }

  private violated(is: 'invariant' | 'finally', conditions: readonly Condition[], state: Int32Array): Problem | null {
    const view = this.view.look(state);
    const found = conditions.find((condition) => !evaluated(condition.name, () => decided(condition.name, condition.holds(view))));
    return found === undefined ? null : { is, condition: found.name, says: saysOf(found, view) };
  }

  private stuck(state: Int32Array): Problem | null {
    const stuck = this.machine.actors.flatMap((_name, actor) => this.stuckActor(state, actor));
    if (stuck.length === 0) return null;
    const cycle = waitCycle(stuck);
    return { is: 'stuck', stuck, isDeadlock: cycle.length > 0, cycle };
  }

  private stuckActor(state: Int32Array, actor: number): readonly Stuck[] {
    const { machine } = this;
    const pending = machine.pending(state, actor);
    if (pending === null || machine.serves(actor)) return [];
    const object = pending.operation.target;
    return [{ actor: machine.actors[actor] ?? '', object: object.awaited(pending.operation), operation: pending.operation.name, args: pending.operation.args, heldBy: machine.blockersOf(state, actor) }];
  }
}

function saysOf(condition: Condition, view: View): string {
  return evaluated(condition.name, () => condition.says?.(view) ?? `Not so: ${condition.name}`);
}

/** A promise, or a value that was forgotten to be returned, would be taken for yes or no. */
function decided(name: string, answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  const given = answer instanceof Promise ? 'a promise' : JSON.stringify(answer) ?? String(answer);
  throw new ScenarioError(`The condition "${name}" has to return true or false, not ${given}.`);
}

function evaluated<T>(name: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ScenarioError) throw error;
    throw new ScenarioError(`The condition "${name}" threw: ${messageOf(error)}`, error instanceof Error ? placeOf(error) : null, error);
  }
}

/** The actors that wait for each other in a ring, in that order; none when there is no ring. */
export function waitCycle(stuck: readonly Stuck[]): readonly string[] {
  const heldBy = new Map(stuck.map((each) => [each.actor, each.heldBy]));
  const goOn = (path: readonly string[]): readonly string[] => {
    const last = path.at(-1) ?? '';
    for (const holder of heldBy.get(last) ?? []) {
      const at = path.indexOf(holder);
      if (at >= 0) return path.slice(at);
      const found = heldBy.has(holder) ? goOn([...path, holder]) : [];
      if (found.length > 0) return found;
    }
    return [];
  };
  return stuck.map(({ actor }) => goOn([actor])).find((cycle) => cycle.length > 0) ?? [];
}
