// What New Race Scenario writes, as the lab runs it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explore } from '../../../src/race/explore.ts';
import * as core from '../../../src/race/index.ts';
import { outlineOf } from '../../../src/race/outline.ts';
import { inJavaScript, templates } from '../../../src/race/templates/index.ts';
import { scenariosIn } from '../../../src/race/worker/load/scenarios-in.ts';
import { Sources } from '../../../src/race/worker/load/sources.ts';
import { userFolder } from './users.ts';

describe('the templates of scenarios', () => {
  for (const template of templates) {
    for (const [ending, source] of [['ts', template.source], ['mjs', inJavaScript(template)]] as const) {
      it(`${template.name} in .${ending} comes to what it promises`, async () => {
        using folder = userFolder();
        const file = folder.write(`${template.name}.race.${ending}`, source);
        const [scenario, ...more] = scenariosIn(new Sources(core).load(file), file);
        assert.ok(scenario !== undefined && more.length === 0);
        assert.equal(scenario.name, template.name);
        for (const { variant, verdict, expect } of await explore(scenario)) assert.equal(verdict, expect, variant);
        assert.deepEqual(outlineOf(source).map(({ name, variants }) => [name, variants.map((variant) => variant.name)]), [[scenario.name, Object.keys(scenario.variants)]]);
      });
    }

    it(`${template.name} in JavaScript has no types`, () => assert.doesNotMatch(inJavaScript(template), /: (Body|Condition)|type Body/));
  }
});
