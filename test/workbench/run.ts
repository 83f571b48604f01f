// The tests that click through the workbench: `node test/bootstrap.mjs test/workbench/run.ts`.
import { summaryLine } from '../editor/levels/level.ts';
import { runNodeTests } from '../editor/levels/node-tests.ts';
import { main } from '../editor/own.ts';
import { buildExtension } from '../editor/repository.ts';

/** One file at a time: each has an editor and a browser of its own. */
const FILES_AT_ONCE = 1;

await main(async () => {
  await buildExtension();
  const counts = await runNodeTests('test/workbench/**/*.test.ts', FILES_AT_ONCE);
  console.log(summaryLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
