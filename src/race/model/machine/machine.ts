import { ScenarioError } from '../scenario-error.ts';
import type { ActorOptions, System } from '../scenario.ts';
import type { SharedObject } from '../shared-object.ts';
import type { Value } from '../value.ts';
import { Interner } from './interner.ts';
import { Layout } from './layout.ts';
import { LocalStates, type LocalState, type Standing } from './local-states.ts';
import { movesOf, type Move } from './moves.ts';
import { KnownOperation, type End } from './operations.ts';

/** One place of one actor. */
interface Node {
  readonly actor: number;
  readonly standing: Standing | { readonly is: 'crashed' };
  readonly state: LocalState | null;
}

/**
 * A system made ready to be explored. A state of it is a row of small numbers (see {@link Layout}): where each actor
 * stands, the state of each object, the time, the faults that are left. Steps are looked up, and computed the first time.
 */
export class Machine {
  readonly system: System;
  readonly actors: readonly string[];
  readonly objects: readonly SharedObject[];
  readonly layout: Layout;
  /** What can happen: first the actors' steps, in the order of the actors, then faults, then the passing of time. */
  readonly moves: readonly Move[];
  readonly initial: Int32Array;
  readonly ticks: number;
  private readonly options: readonly ActorOptions[];
  private readonly nodes: Node[] = [];
  /** By the number of a place: the operation that is about to be done there, and the places that follow, by the number of its result. */
  private readonly pendingAt: (KnownOperation | null)[] = [];
  private readonly nextAt: number[][] = [];
  private readonly numberOfLocal = new Map<LocalState, number>();
  private readonly crashed: readonly number[];
  private readonly brokenNodes = new Map<string, number>();
  private readonly locals: readonly LocalStates[];
  private readonly states: readonly Interner[];
  private readonly operations = new Map<string, KnownOperation>();
  private readonly numberOfObject: ReadonlyMap<SharedObject, number>;

  /** @throws ScenarioError when the system is not well-formed, or an actor fails before its first step */
  constructor(system: System) {
    this.system = system;
    this.actors = Object.keys(system.actors);
    this.objects = system.shared;
    this.ticks = system.ticks ?? 0;
    expectWellFormed(system, this.actors);
    this.options = Object.values(system.actors).map((actor) => (typeof actor === 'function' ? { run: actor } : actor));
    this.numberOfObject = new Map(this.objects.map((object, at) => [object, at]));
    this.states = this.objects.map(() => new Interner());
    this.locals = this.options.map((actor, at) => new LocalStates(this.actors[at] ?? '', () => actor.run()));
    this.layout = new Layout(this.actors.length, this.objects.length, system);
    this.moves = movesOf(this.actors, system);
    this.crashed = this.actors.map((_name, actor) => this.addNode({ actor, standing: { is: 'crashed' }, state: null }, null));
    this.initial = this.layout.initial(
      this.locals.map((local, actor) => this.nodeOf(actor, local.first())),
      this.objects.map((object, at) => this.interner(at).numberOf(object.initial)),
    );
  }

  /** Whether any actor has ever seen the promise broken, so that it is worth to look for. */
  get wasEverBroken(): boolean {
    return this.brokenNodes.size > 0;
  }

  /** What an actor is about to do in a state, or how it came to an end. */
  standing(state: Int32Array, actor: number): Node['standing'] {
    return this.node(state[actor] ?? 0).standing;
  }

  /** The operation that an actor is about to do, or null when it does none any more. */
  pending(state: Int32Array, actor: number): KnownOperation | null {
    return this.pendingAt[state[actor] ?? 0] ?? null;
  }

  /** The ends of the operation that an actor is about to do; none when it has to wait, stands still or has come to its end. */
  endsOf(state: Int32Array, actor: number): readonly End[] {
    const operation = this.pendingAt[state[actor] ?? 0];
    if (operation === null || operation === undefined) return none;
    const found = state[this.layout.objectsAt + operation.target] ?? 0;
    if (this.layout.timeAt < 0) return operation.endsIn(found, 0);
    const now = this.layout.now(state);
    return this.layout.pausedUntil(state, actor) > now ? none : operation.endsIn(found, now);
  }

  /** Does one step of an actor, in place. @param end one of {@link endsOf} */
  step(state: Int32Array, actor: number, end: End): void {
    const at = state[actor] ?? 0;
    const operation = this.pendingAt[at];
    if (operation !== null && operation !== undefined) state[this.layout.objectsAt + operation.target] = end.state;
    const next = this.nextAt[at]?.[end.result] ?? unknown;
    state[actor] = next >= 0 ? next : end.broken === null ? this.expand(at, end.result) : this.brokenNode(actor, end.broken);
  }

  serves(actor: number): boolean {
    return this.options[actor]?.serves ?? false;
  }

  /** The state of an object. */
  stateOf(state: Int32Array, object: number): Value {
    return this.interner(object).valueOf(state[this.layout.objectsAt + object] ?? 0);
  }

  /** Who holds an object in a state. */
  holdersOf(state: Int32Array, object: number): readonly string[] {
    return this.objects[object]?.holders(this.interner(object).valueOf(state[this.layout.objectsAt + object] ?? 0)) ?? [];
  }

  /** Who the operation that an actor is about to do waits for. */
  blockersOf(state: Int32Array, actor: number): readonly string[] {
    const pending = this.pending(state, actor);
    return pending === null ? [] : pending.operation.target.blockers(this.stateOf(state, pending.target), pending.operation, pending.actor);
  }

  numberOf(object: SharedObject): number {
    const at = this.numberOfObject.get(object);
    if (at === undefined) throw new ScenarioError(`${object.name} is used but is not among the shared objects of the system. Add it to "shared".`);
    return at;
  }

  /** @throws ScenarioError when no actor has that name */
  actorNamed(name: string): number {
    const at = this.actors.indexOf(name);
    if (at === -1) throw new ScenarioError(`No actor is called ${name}. The actors are ${this.actors.join(', ')}.`);
    return at;
  }

  /** The actor ends, in place, without another step; what it leaves behind is what each object says. */
  crash(state: Int32Array, actor: number): void {
    state[actor] = this.crashed[actor] ?? 0;
    const name = this.actors[actor] ?? '';
    this.eachObject(state, (object, value) => object.afterCrash(value, name));
  }

  /** In how many ways the loss of power can leave the objects behind. */
  waysToLosePower(state: Int32Array): number {
    return this.objects.reduce((ways, object, at) => ways * object.afterPowerLoss(this.interner(at).valueOf(state[this.layout.objectsAt + at] ?? 0)).length, 1);
  }

  /** Every actor ends, in place. @param way below {@link waysToLosePower} */
  losePower(state: Int32Array, way: number): void {
    this.actors.forEach((_name, actor) => {
      if (this.pending(state, actor) !== null) this.crash(state, actor);
    });
    let rest = way;
    this.eachObject(state, (object, value) => {
      const ways = object.afterPowerLoss(value);
      const chosen = ways[rest % ways.length] ?? value;
      rest = Math.floor(rest / ways.length);
      return chosen;
    });
  }

  private eachObject(state: Int32Array, become: (object: SharedObject, value: SharedObject['initial']) => SharedObject['initial']): void {
    this.objects.forEach((object, at) => {
      const slot = this.layout.objectsAt + at;
      const states = this.interner(at);
      state[slot] = states.numberOf(become(object, states.valueOf(state[slot] ?? 0)));
    });
  }

  private addNode(node: Node, pending: KnownOperation | null): number {
    this.pendingAt.push(pending);
    this.nextAt.push([]);
    return this.nodes.push(node) - 1;
  }

  private node(number: number): Node {
    const node = this.nodes[number];
    if (node === undefined) throw new RangeError(`no place has the number ${number}`);
    return node;
  }

  private interner(object: number): Interner {
    const states = this.states[object];
    if (states === undefined) throw new RangeError(`no object has the number ${object}`);
    return states;
  }

  private expand(from: number, result: number): number {
    const { actor, state } = this.node(from);
    const [local, operation, next] = [this.locals[actor], this.pendingAt[from], this.nextAt[from]];
    if (state === null || operation === null || operation === undefined || local === undefined || next === undefined) throw new RangeError('who has come to an end does no step');
    const reached = this.nodeOf(actor, local.after(state, operation.resultOf(result)));
    while (next.length < result) next.push(unknown);
    next[result] = reached;
    return reached;
  }

  private nodeOf(actor: number, state: LocalState): number {
    const known = this.numberOfLocal.get(state);
    if (known !== undefined) return known;
    const { standing } = state;
    const operation = standing.is === 'about-to' ? this.known(actor, standing) : null;
    const number = this.addNode({ actor, standing, state }, operation);
    if (standing.is === 'broken') this.brokenNodes.set(`${actor} ${standing.message}`, number);
    this.numberOfLocal.set(state, number);
    return number;
  }

  private known(actor: number, standing: Extract<Standing, { readonly is: 'about-to' }>): KnownOperation {
    const own = `${actor} ${standing.key}`;
    const existing = this.operations.get(own);
    if (existing !== undefined) return existing;
    const { operation } = standing;
    const target = this.numberOf(operation.target);
    const made = new KnownOperation(operation, this.actors[actor] ?? '', target, this.interner(target), this.ticks);
    this.operations.set(own, made);
    return made;
  }

  private brokenNode(actor: number, message: string): number {
    const key = `${actor} ${message}`;
    const known = this.brokenNodes.get(key) ?? this.addNode({ actor, standing: { is: 'broken', message }, state: null }, null);
    this.brokenNodes.set(key, known);
    return known;
  }
}

const none: readonly End[] = [];

/** A place that follows, but was not looked for yet. */
const unknown = -1;

function expectWellFormed(system: System, actors: readonly string[]): void {
  if (actors.length === 0) throw new ScenarioError('The system has no actors. Give it at least one.');
  const names = system.shared.map(({ name }) => name);
  const double = names.find((name, at) => names.indexOf(name) !== at);
  if (double !== undefined) throw new ScenarioError(`Two shared objects are called ${double}. Give each its own name.`);
  const faulty = [...(system.faults?.crash?.actors ?? []), ...(system.faults?.pause?.actors ?? [])];
  const stranger = faulty.find((name) => !actors.includes(name));
  if (stranger !== undefined) throw new ScenarioError(`The faults name ${stranger}, which is no actor. The actors are ${actors.join(', ')}.`);
}
