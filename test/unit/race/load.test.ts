// What is told of users' files that are wrong, with the line.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ScenarioError } from '../../../src/race/model/scenario-error.ts';
import { openLab, plain, scenarioFile, untilDone, userFolder } from './users.ts';

interface Told {
  readonly message: RegExp;
  readonly line: number | null;
  /** Where it is another file than the one that was asked for. */
  readonly file?: string;
  readonly stuckMs?: number;
  readonly memoryMb?: number;
}

function tells(file: string, { message, line, file: other }: Told): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ScenarioError, String(error));
    assert.match(error.message, message);
    const place = line === null ? null : { file: other ?? file, line };
    assert.deepEqual(error.place === null ? null : { file: error.place.file, line: error.place.line }, place, error.message);
    return true;
  };
}

/** Explores a file of a user with short limits. */
async function expectTold(files: Readonly<Record<string, string>>, told: Told): Promise<void> {
  using folder = userFolder();
  using lab = openLab({ stuckMs: told.stuckMs ?? 700, memoryMb: told.memoryMb ?? 64 });
  const [file = ''] = Object.entries(files).map(([name, text]) => folder.write(name, text));
  const other = told.file === undefined ? {} : { file: `${folder.path}/${told.file}` };
  await assert.rejects(lab.explore(plain(file), null, () => undefined, untilDone), tells(file, { ...told, ...other }));
}

const one = (body: string): string => scenarioFile(`          *A(): Body { yield* sum.read(); },\n          *B(): Body {\n${body}\n          },`);

describe('a file of a user', () => {
  const wrong: Readonly<Record<string, { readonly files: Readonly<Record<string, string>>; readonly told: Told }>> = {
    'that is no TypeScript': { files: { 'a.race.ts': 'const a: number = 1;\nconst b = = 2;\n' }, told: { message: /cannot be read as TypeScript: Unexpected token/, line: 2 } },
    'that is no JavaScript': { files: { 'a.race.mjs': 'let a = 1;\nlet b = 2;\nlet a = 3;\n' }, told: { message: /'?a'? has already been declared/, line: 3 } },
    'that throws': { files: { 'a.race.ts': 'interface A { a: number }\n\nnull.x;\n' }, told: { message: /threw TypeError/, line: 3 } },
    'that never ends': { files: { 'a.race.ts': 'let a: number = 1;\n\nfor (;;) a += 1;\n' }, told: { message: /Nothing came of it within 0\.7 s/, line: 3 } },
    'that defines nothing': { files: { 'a.race.ts': 'export const a = 1;\n' }, told: { message: /exports no scenario/, line: 1 } },
    'that takes a name that is not there': { files: { 'a.race.ts': '\nimport { defineStory } from "lockscope/core";\ndefineStory({});\n' }, told: { message: /has no defineStory/, line: 3 } },
    'that imports what is not there': { files: { 'a.race.ts': '\nimport { a } from "./b";\nconsole.log(a);\n' }, told: { message: /no file "\.\/b"/, line: 2 } },
    'that imports a package that is not there': { files: { 'a.race.ts': '\nimport a from "never-published-by-anybody";\nconsole.log(a);\n' }, told: { message: /"never-published-by-anybody" cannot be imported/, line: 2 } },
    'that imports a file that throws': { files: { 'a.race.ts': 'import "./b.ts";\n', 'b.ts': '\ntype A = 1;\nthrow new RangeError("too far");\n' }, told: { message: /threw RangeError: too far/, line: 3, file: 'b.ts' } },
    'with a name that no schedule can carry': { files: { 'a.race.ts': '\nimport { defineScenario } from "lockscope/core";\nexport default defineScenario({ name: "A b", title: "", promise: "", topic: "", variants: {} });\n' }, told: { message: /"A b" cannot be part of a schedule/, line: 3 } },
    'in JavaScript without a promise': { files: { 'a.race.mjs': 'export default { name: "of-a-user", title: "a", variants: { plain: {} } };\n' }, told: { message: /The scenario of-a-user has no text "promise"/, line: 1 } },
    'with an actor that throws': { files: { 'a.race.ts': one('            yield* sum.read();\n            null.x;') }, told: { message: /B threw TypeError/, line: 16 } },
    'with an actor that never comes to a step': { files: { 'a.race.ts': one('            const read = yield* sum.read();\n            while (read === 10) ;\n            yield* sum.write(1);') }, told: { message: /B did not come to its step 2 within 0\.7 s/, line: 16 } },
    'with an actor whose steps never end': { files: { 'a.race.ts': one('            for (;;)\n              yield* sum.read();') }, told: { message: /B did 1000 steps without an end/, line: 16 } },
    'with an actor that yields something else': { files: { 'a.race.ts': one('            yield* sum.read();\n            yield 12;') }, told: { message: /yielded something that is no operation/, line: 15 } },
    'that is not deterministic': { files: { 'a.race.ts': `let runs = 0;${one('            runs += 1;\n            yield* sum.write(runs);\n            yield* sum.read();')}` }, told: { message: /does not do the same again/, line: 16 } },
    'that takes chance from elsewhere': { files: { 'a.race.ts': one('            yield* sum.read();\n            if (Math.random() < 0.5) yield* sum.write(1);') }, told: { message: /B threw Error: Math\.random\(\) is not the same in every run\. Take chance\(\)/, line: 16 } },
    'that takes the time from elsewhere': { files: { 'a.race.ts': one('            yield* sum.read();\n            if (Date.now() > 5) yield* sum.write(1);') }, told: { message: /B threw Error: The time is not the same in every run/, line: 16 } },
    'that makes a date of now': { files: { 'a.race.ts': one('            yield* sum.read();\n            yield* sum.write(new Date().getDay());') }, told: { message: /The time is not the same in every run/, line: 16 } },
    'that changes a result': {
      files: { 'a.race.ts': scenarioFile("          *A(): Body {\n            const read = yield* list.read();\n            read.push(1);\n          },").replace('const sum', "import { register } from 'lockscope/core'; const list = register<number[]>('list', []); const sum").replace('[sum]', '[sum, list]') },
      told: { message: /A threw TypeError.*not extensible/, line: 15 },
    },
    'that changes a state': { files: { 'a.race.ts': scenarioFile('          *A(): Body { yield* list.read(); },', "\n        invariants: [{\n          name: 'None.', holds: (view) => view.of(list).push(1) === 1,\n        }],").replace('const sum', "import { register } from 'lockscope/core'; const list = register<number[]>('list', []); const sum").replace('[sum]', '[sum, list]') }, told: { message: /The condition "None\." threw/, line: 17 } },
    'with a condition that never ends': { files: { 'a.race.ts': scenarioFile('          *A(): Body { yield* sum.read(); },', "\n        invariants: [{ name: 'None.', holds: () => {\n          for (;;) ;\n        } }],") }, told: { message: /Nothing came of it/, line: 17 } },
    'with a system that throws': { files: { 'a.race.ts': scenarioFile('          *A(): Body { yield* sum.read(); },', '\n        ticks: (undefined as unknown as number[]).length,') }, told: { message: /TypeError|undefined/, line: 16 } },
    'that takes too much memory': { files: { 'a.race.ts': 'let all: unknown = null;\nfor (;;) all = { all };\n' }, told: { message: /took more than 64 MB/, line: null, stuckMs: 60_000 } },
    'that takes too much memory in large pieces': { files: { 'a.race.ts': 'const all: unknown[] = [];\nfor (;;) all.push(new Array(100_000).fill(all.length));\n' }, told: { message: /took more than 600 MB/, line: null, stuckMs: 60_000, memoryMb: 600 } },
    'that ends the thread': { files: { 'a.race.ts': 'process.exit(0);\n' }, told: { message: /must not call process\.exit/, line: null } },
    'without that variant': { files: { 'a.race.ts': one('yield* sum.read();').replace('plain:', 'other:') }, told: { message: /has no variant plain\. It has other/, line: 1 } },
  };
  for (const [what, { files, told }] of Object.entries(wrong)) it(`${what} is told of`, () => expectTold(files, told));

  it('that is not there is told of', async () => {
    using lab = openLab();
    await assert.rejects(lab.catalog('/nowhere/a.race.ts'), tells('/nowhere/a.race.ts', { message: /is not there/, line: 1 }));
  });

  it('may make dates of what it knows, and take the time while it loads', async () => {
    using folder = userFolder();
    using lab = openLab();
    const file = folder.write('a.race.ts', `${one('            yield* sum.write(new Date(2026, 0, 5).getDate() + (loadedAt > 0 ? 0 : 1));')}\nconst loadedAt = Date.now();\n`);
    assert.equal((await lab.explore(plain(file), null, () => undefined, untilDone)).verdict, 'FAILED');
  });

  for (const name of ['a.race.mjs', 'a.race.js', 'a.race.mts', 'a.race.ts']) {
    it(`may be ${name}, with several scenarios and files of its own`, async () => {
      using folder = userFolder();
      using lab = openLab();
      const file = folder.write(name, `
import { defineScenario } from 'lockscope/core';
import assert from 'node:assert/strict';
import { sum, system } from './parts/shared.js';
import limits from './limits.json';
assert.equal(limits.most, 2);
const variants = { plain: { explanation: 'It counts.', expect: 'PROVED', system } };
export const first = defineScenario({ name: 'first', title: sum.name, promise: 'Yes.', topic: 'mine', variants });
export default defineScenario({ name: 'second', title: 'Second', promise: 'Yes.', topic: 'mine', variants });
`);
      folder.write('limits.json', '{ "most": 2 }');
      folder.write('parts/shared.ts', `
import { counter, SharedObject, type Body, type System } from 'lockscope/core';
enum Kind { Plain = 'plain' }
class Named { constructor(readonly name: string) {} }
export const sum = counter(new Named('sum').name);
if (!(sum instanceof SharedObject) || Kind.Plain !== 'plain') throw new Error('another core');
export const system = (): System => ({ shared: [sum], actors: { *A(): Body { yield* sum.add(1); } } satisfies System['actors'] });
`);
      const { scenarios } = await lab.catalog(file);
      assert.deepEqual(scenarios.map((scenario) => scenario.name).toSorted(), ['first', 'second']);
      const { verdict } = await lab.explore({ file, scenario: 'second', variant: 'plain' }, null, () => undefined, untilDone);
      assert.equal(verdict, 'PROVED');
    });
  }
});
