import type { Machine } from './machine.ts';

/** Whether an actor can do a step. */
export function canStep(machine: Machine, state: Int32Array, actor: number): boolean {
  return machine.endsOf(state, actor).length > 0;
}

export function canAnyStep(machine: Machine, state: Int32Array): boolean {
  for (let actor = 0; actor < machine.actors.length; actor += 1) if (canStep(machine, state, actor)) return true;
  return false;
}

/** Whether nobody can go on, and time brings nothing more either. Faults do not count: they may happen, and need not. */
export function isQuiescent(machine: Machine, state: Int32Array): boolean {
  return !canAnyStep(machine, state) && !canTick(machine, state);
}

function isUnfinished(machine: Machine, state: Int32Array, actor: number): boolean {
  return machine.pending(state, actor) !== null;
}

/** Time goes on when nobody can do a step, as long as there is time left and somebody who may want it. */
function canTick(machine: Machine, state: Int32Array): boolean {
  const { layout } = machine;
  return layout.timeAt >= 0 && layout.now(state) < machine.ticks && machine.actors.some((_name, actor) => isUnfinished(machine, state, actor)) && !canAnyStep(machine, state);
}

/** In how many ways a move can happen in a state; 0 when it cannot. @param move its number among the machine's moves */
export function waysOf(machine: Machine, state: Int32Array, move: number): number {
  const { layout, moves } = machine;
  const what = moves[move];
  if (what === undefined) return 0;
  switch (what.is) {
    case 'step': return machine.endsOf(state, what.actor).length;
    case 'crash': return Number(has(state, layout.crashesLeftAt) && isUnfinished(machine, state, what.actor));
    case 'pause': return Number(has(state, layout.pausesLeftAt) && isUnfinished(machine, state, what.actor) && layout.pausedUntil(state, what.actor) <= layout.now(state));
    case 'power-loss': return has(state, layout.powerLeftAt) ? machine.waysToLosePower(state) : 0;
    case 'tick': return Number(canTick(machine, state));
  }
}

function has(state: Int32Array, at: number): boolean {
  return (state[at] ?? 0) > 0;
}

/** Has a move happen, in place. @param way below {@link waysOf} */
export function happen(machine: Machine, state: Int32Array, move: number, way: number): void {
  const { layout, moves } = machine;
  const what = moves[move];
  switch (what?.is) {
    case 'step': {
      const end = machine.endsOf(state, what.actor)[way];
      if (end === undefined) throw new RangeError('who cannot go on does no step');
      return machine.step(state, what.actor, end);
    }
    case 'crash':
      add(state, layout.crashesLeftAt, -1);
      return machine.crash(state, what.actor);
    case 'pause':
      add(state, layout.pausesLeftAt, -1);
      return layout.pause(state, what.actor, layout.now(state) + (machine.system.faults?.pause?.ticks ?? 0));
    case 'power-loss':
      add(state, layout.powerLeftAt, -1);
      return machine.losePower(state, way);
    case 'tick': return add(state, layout.timeAt, 1);
    case undefined: throw new RangeError(`no move has the number ${move}`);
  }
}

function add(state: Int32Array, at: number, amount: number): void {
  state[at] = (state[at] ?? 0) + amount;
}
