import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { outlineOf } from '../../../src/race/outline.ts';
import { scenarios } from '../../../src/race/scenarios/index.ts';

describe('the outline of a file of scenarios', () => {
  it('has each scenario and variant with its line', () => {
    const source = readFileSync(new URL('../../../src/race/scenarios/counter-race.ts', import.meta.url), 'utf8');
    const [outlined, ...more] = outlineOf(source);
    const scenario = scenarios.find(({ name }) => name === 'counter-race');
    assert.ok(outlined !== undefined && scenario !== undefined && more.length === 0);
    assert.equal(outlined.name, 'counter-race');
    assert.deepEqual(outlined.variants.map(({ name }) => name), Object.keys(scenario.variants));
    const lines = source.split('\n');
    assert.match(lines[outlined.line - 1] ?? '', /defineScenario\(/);
    for (const { name, line } of outlined.variants) assert.match(lines[line - 1] ?? '', new RegExp(`^ {4}'?${name}'?: \\{`));
  });

  const cases: Readonly<Record<string, { readonly source: string; readonly outline: ReturnType<typeof outlineOf> }>> = {
    'is empty for what defines none': { source: 'import { defineScenario } from "lockscope/core";', outline: [] },
    'ignores comments, texts, templates and expressions': {
      source: '// defineScenario({\n/* defineScenario({ */ const a = "defineScenario({", b = `defineScenario({`, c = /["{]/.test("}");\ndefineScenario({ name: "a", title: "name: {", variants: { one: { x: /}/ }, // two: {}\n three: {} } });',
      outline: [{ name: 'a', line: 3, variants: [{ name: 'one', line: 3 }, { name: 'three', line: 4 }] }],
    },
    'sees what is half-written': { source: 'defineScenario({\n  name: \'a\',\n  variants: {\n    one: {\n', outline: [{ name: 'a', line: 1, variants: [{ name: 'one', line: 4 }] }] },
    'has no variants that are made elsewhere, nor a name that is': { source: 'export const a = defineScenario({ name: nameOf(1), variants });\nexport const b = defineScenario({ name: "b", variants: make({ x: {} }) });', outline: [{ name: null, line: 1, variants: [] }, { name: 'b', line: 2, variants: [] }] },
    'tells a division from an expression': { source: 'const half = (a + b) / 2; const c = 4 / 2;\ndefineScenario({ name: "a", variants: {} })', outline: [{ name: 'a', line: 2, variants: [] }] },
  };
  for (const [what, { source, outline }] of Object.entries(cases)) it(what, () => assert.deepEqual(outlineOf(source), outline));
});
