// The levels of the tests, in the order in which `npm test` runs them.
import { availableParallelism } from 'node:os';
import { provideChromium } from '../chromium.ts';
import { buildExtension } from '../repository.ts';
import { runSuitesOn } from '../run.ts';
import { EDITIONS } from '../versions.ts';
import { provisionServer } from '../vscode-server.ts';
import { check } from './check.ts';
import type { Counts } from '../counts.ts';
import { single, sum, type Level } from './level.ts';
import { runNodeTests } from './node-tests.ts';

/** What the levels in an editor wait for; started early, because it takes a minute the first time. */
let provisioning: Promise<void> | undefined;

/** Fetches, beside what else runs, all that the chosen levels will need. */
export function startProvisioning(levels: readonly Level[]): void {
  if (levels.some(needsEditor)) void provision().catch(() => undefined);
}

async function provision(): Promise<void> {
  provisioning ??= (async () => {
    await provideChromium();
    for (const edition of EDITIONS) await provisionServer(edition);
  })();
  return provisioning;
}

/** Whether the level shows the built extension in a VS Code. */
export function needsEditor(level: Level): boolean {
  return level.name.startsWith('editor-') || level.name === 'workbench';
}

export const LEVELS: readonly Level[] = [
  { name: 'check', run: check },
  { name: 'build', run: build },
  { name: 'unit', run: () => runNodeTests('test/unit/**/*.test.ts', availableParallelism()) },
  { name: 'real', run: afterProvisioning(runReal) },
  ...EDITIONS.map((edition) => ({ name: `editor-${edition.name}`, run: inEditor(() => runSuitesOn(edition, '')) })),
  { name: 'workbench', run: inEditor(() => runNodeTests('test/workbench/**/*.test.ts', 1)) },
];

/** Tests of programs of our own that are killed, of the race lab, and of what is shipped: whether others are busy meanwhile plays no part in them. */
const together = /(?:-killed|\brace-[a-z-]+|\bpackage)\.test\.ts$/;

/** All others are watched by the clock, and each has the machine for itself. */
async function runReal(): Promise<Counts> {
  const real = 'test/real/**/*.test.ts';
  const atOnce = await runNodeTests(real, availableParallelism(), (file) => together.test(file));
  return sum([atOnce, await runNodeTests(real, 1, (file) => !together.test(file))]);
}

let built = false;

async function build(): ReturnType<Level['run']> {
  await buildExtension();
  built = true;
  return single(true);
}

/** Real programs are watched by the clock: a compiler beside them would change what is seen. */
function afterProvisioning(run: Level['run']): Level['run'] {
  return async () => {
    // What fails here fails the levels that need it; this one does not.
    await provisioning?.catch(() => undefined);
    return run();
  };
}

function inEditor(run: Level['run']): Level['run'] {
  return async () => {
    if (!built) throw new Error('the extension was not built, so there is nothing to test');
    await provision();
    return run();
  };
}
