// Three engines that have next to nothing in common come to the same.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enumerateRuns } from '../../../src/race/model/enumerate.ts';
import { countInterleavings } from '../../../src/race/model/explicit/interleavings.ts';
import { searchStates, StateSpace } from '../../../src/race/model/explicit/search.ts';
import { Machine } from '../../../src/race/model/machine/machine.ts';
import type { System, Variant } from '../../../src/race/model/scenario.ts';
import { bounded } from '../../../src/race/model/stateless/bounded.ts';
import { scenarios } from '../../../src/race/scenarios/index.ts';
import { nonCommuting } from './programs/commuting.ts';
import { everything, orders, ran, verdictOf } from './programs/engines.ts';
import { randomSystem } from './programs/random.ts';
import { normalForm } from './programs/traces.ts';

/** Programs with more interleavings are passed over, since plain enumeration has to run them all. */
const mostInterleavings = 1500n;

function isPlain({ faults, ticks, invariants }: System): boolean {
  return Object.keys(faults ?? {}).length === 0 && (ticks ?? 0) === 0 && (invariants ?? []).length === 0;
}

describe('programs by chance', () => {
  const seeds = Array.from({ length: 1400 }, (_none, seed) => seed);
  const small = seeds.flatMap((seed) => {
    const many = countInterleavings(new Machine(randomSystem(seed)), everything);
    return many !== null && many <= mostInterleavings ? [{ seed, many }] : [];
  });

  test('are at least a thousand, of all kinds', () => {
    assert.ok(small.length >= 1000, `${small.length}`);
    const systems = small.map(({ seed }) => randomSystem(seed));
    for (const has of [isPlain, ({ faults }: System) => faults?.crash !== undefined, ({ faults }: System) => faults?.pause !== undefined, ({ faults }: System) => faults?.powerLoss === true, ({ ticks = 0 }: System) => ticks > 0, ({ invariants = [] }: System) => invariants.length > 0]) {
      assert.ok(systems.filter(has).length >= 20);
    }
  });

  test('enumeration, states and orders agree on verdicts and final states; no order is explored twice', () => {
    const verdicts = { PROVED: 0, FAILED: 0 };
    for (const { seed, many } of small) {
      const system = randomSystem(seed);
      const machine = new Machine(system);
      const traces = new Set<string>();
      const all = ran(enumerateRuns(machine, everything, 1000, (schedule) => isPlain(system) && traces.add(normalForm(machine, schedule))));
      const byState = ran(searchStates(new Machine(system), everything));
      const byOrder = orders(system);
      verdicts[verdictOf(all)] += 1;
      assert.equal(BigInt(all.executions), many, `seed ${seed}`);
      for (const explored of [byState, byOrder]) {
        assert.equal(explored.bound, null, `seed ${seed}`);
        assert.equal(verdictOf(explored), verdictOf(all), `seed ${seed}`);
        assert.deepEqual([...explored.finals].toSorted(), [...all.finals].toSorted(), `seed ${seed}`);
      }
      assert.equal(byOrder.blocked, 0, `seed ${seed}`);
      if (isPlain(system)) assert.equal(byOrder.executions, traces.size, `seed ${seed}`);
    }
    assert.ok(Math.min(verdicts.PROVED, verdicts.FAILED) > 100, JSON.stringify(verdicts));
  });

  test('operations that touch nothing in common commute', () => {
    let looked = 0;
    for (const { seed } of small) {
      const { pair, pairs } = commutes(randomSystem(seed));
      assert.equal(pair, null, `seed ${seed}`);
      looked += pairs;
    }
    assert.ok(looked > 1000);
  });
});

function commutes(system: System): ReturnType<typeof nonCommuting> {
  const machine = new Machine(system);
  const space = new StateSpace(machine);
  ran(searchStates(machine, { ...everything, collectsFinals: false, states: 20_000 }, space));
  return nonCommuting(machine, space);
}

/** So many runs are explored of a variant before fewer rounds of its loops are tried. */
const mostRuns = 3000;

describe('scenarios', () => {
  for (const { name, variants } of scenarios) {
    test(name, () => {
      for (const [variant, made] of Object.entries(variants)) {
        expectAgreement(`${name}/${variant}`, made);
        assert.equal(commutes(made.system()).pair, null, `${name}/${variant}`);
      }
    });
  }
});

/** With two rounds of each loop, or with one where two make too many orders; where that is too many as well, on what was seen. */
function expectAgreement(name: string, variant: Variant): void {
  for (const rounds of [2, 1]) {
    const limits = { ...everything, executions: mostRuns, states: 100_000 };
    const byOrder = orders(bounded(variant.system(), rounds), limits);
    if (byOrder.bound !== null && rounds > 1) continue;
    const byState = ran(searchStates(new Machine(bounded(variant.system(), rounds)), limits));
    assert.equal(byState.bound, null, name);
    assert.equal(byOrder.blocked, 0, name);
    assert.deepEqual([...byOrder.finals].filter((final) => !byState.finals.has(final)), [], name);
    if (byOrder.bound === null || byOrder.found !== null) assert.equal(verdictOf(byOrder), verdictOf(byState), name);
    if (byOrder.bound === null) assert.equal(byOrder.finals.size, byState.finals.size, name);
    return;
  }
}
