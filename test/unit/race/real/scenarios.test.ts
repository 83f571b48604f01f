// What the real scenarios say of themselves, and which protocols of the model they say they are.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { realScenarios } from '../../../../src/race/real/scenarios/index.ts';
import { scenarios } from '../../../../src/race/scenarios/index.ts';

describe('real scenarios', () => {
  test('have names of their own, and strategies with names of their own', () => {
    const names = realScenarios.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { name, strategies } of realScenarios) {
      const own = strategies.map((strategy) => strategy.name);
      assert.equal(new Set(own).size, own.length, name);
      for (const each of own) assert.match(each, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  for (const { name, strategies } of realScenarios) {
    test(`${name}: what a strategy survives, it can be struck by`, () => {
      for (const { name: strategy, survives, faults, actorsAre } of strategies) {
        assert.deepEqual(survives.filter((fault) => !faults.includes(fault)), [], strategy);
        if (actorsAre === 'threads') assert.ok(!faults.includes('kill') && !faults.includes('pause'), `${strategy}: a thread cannot be killed alone`);
      }
    });

    test(`${name}: the model knows the protocols, and that the broken ones are`, () => {
      for (const { name: strategy, model, claims } of strategies) {
        if (model === null) continue;
        const variant = scenarios.find((scenario) => scenario.name === model.scenario)?.variants[model.variant];
        assert.ok(variant !== undefined, `${strategy}: no ${model.variant} of ${model.scenario}`);
        // What is kept in a run may fail in the model, which looks at rarer faults, and at how long somebody waits.
        if (claims === 'broken') assert.equal(variant.expect, 'FAILED', strategy);
      }
    });

    test(`${name}: texts are sentences`, () => {
      for (const { name: strategy, title, summary } of strategies) {
        assert.match(summary, /^[A-Z].*\.$/, strategy);
        assert.doesNotMatch(title, /\.$/, strategy);
      }
    });
  }
});
