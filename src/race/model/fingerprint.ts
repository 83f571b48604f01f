import { happen, waysOf } from './machine/happen.ts';
import type { Machine } from './machine/machine.ts';
import { StateStore } from './explicit/state-store.ts';
import { keyOf } from './value.ts';

/** So many states are looked at, nearest first. What is changed only beyond them is not noticed by the fingerprint, but by the replay. */
const mostStates = 2000;

/**
 * Eight hexadecimal digits that change when the scenario does: who takes part, what is to be so, and what the
 * actors do in the states that are nearest to the start.
 */
export function fingerprintOf(machine: Machine): string {
  const hash = new Hash();
  hash.add(describe(machine));
  const store = new StateStore(machine.layout.width);
  store.add(machine.initial);
  const state = new Int32Array(machine.layout.width);
  const next = new Int32Array(machine.layout.width);
  for (let number = 0; number < store.size && number < mostStates; number += 1) {
    store.read(number, state);
    machine.actors.forEach((_name, actor) => {
      const standing = machine.standing(state, actor);
      hash.add(standing.is === 'about-to' ? standing.key : standing.is === 'broken' ? standing.message : standing.is);
    });
    for (let move = 0; move < machine.moves.length; move += 1) {
      const ways = waysOf(machine, state, move);
      for (let way = 0; way < ways; way += 1) {
        next.set(state);
        happen(machine, next, move, way);
        hash.add(`${move} ${way} ${Math.abs(store.add(next))}`);
      }
    }
  }
  return hash.text;
}

function describe(machine: Machine): string {
  const { system } = machine;
  return [
    ...machine.actors.map((name, actor) => `actor ${name} ${machine.serves(actor)}`),
    ...machine.objects.map(({ name, kind, initial }) => `${kind} ${name} ${keyOf(initial)}`),
    ...(system.invariants ?? []).map((condition) => `always ${condition.name} ${plainSource(condition, 'holds')}`),
    ...(system.finally ?? []).map((condition) => `finally ${condition.name} ${plainSource(condition, 'holds')}`),
    ...(system.goals ?? []).map((goal) => `goal ${goal.name} ${plainSource(goal, 'isAwaited')}`),
    `faults ${JSON.stringify(system.faults ?? {})} ticks ${machine.ticks}`,
  ].join('\n');
}

/** The same for a source and for what a bundler makes of it: spaces, quotes and the numbers that it appends do not count. */
function plainSource<K extends string>(owner: Readonly<Record<K, unknown>>, method: K): string {
  return String(owner[method]).replaceAll(/\s+|;|,(?=\s*[)\]}])/g, '').replaceAll(/["`]/g, "'").replaceAll(/([A-Za-z_$])\d+\b/g, '$1');
}

/** FNV-1a with 32 bits. */
class Hash {
  private value = 0x81_1c_9d_c5;

  add(text: string): void {
    for (let at = 0; at <= text.length; at += 1) {
      this.value = Math.imul(this.value ^ (at < text.length ? text.charCodeAt(at) : 0xff_ff), 0x01_00_01_93);
    }
  }

  get text(): string {
    return (this.value >>> 0).toString(16).padStart(8, '0');
  }
}
