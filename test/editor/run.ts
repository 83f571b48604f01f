// The tests inside the editor: `node test/bootstrap.mjs test/editor/run.ts [newest|oldest] [--grep TEXT]`.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuite } from './bundle-suite.ts';
import { readCounts, type Counts } from './counts.ts';
import { downloadCode, runInDesktop, wantsDesktop } from './desktop.ts';
import { main, temporaryFolder } from './own.ts';
import { buildExtension, extensionFolder, ROOT } from './repository.ts';
import { runInServer } from './run-in-server.ts';
import { EDITIONS, type Edition } from './versions.ts';

/**
 * Runs the suites in the extension host of one VS Code, on an empty workspace folder.
 * @throws an error when they did not come to an end; failed tests are in the result.
 */
export async function runSuitesOn(edition: Edition, grep: string): Promise<Counts> {
  const folder = await temporaryFolder('run');
  const resultFile = join(folder, 'result.json');
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  const tests = await bundleSuite(ROOT, edition.name, resultFile, grep);
  const target = { folder: workspace, extension: extensionFolder(), tests };
  const desktop = wantsDesktop() ? await downloadCode(edition.vscode) : undefined;
  if (desktop === undefined) {
    console.log(`VS Code ${edition.vscode} (${edition.name}): the server, shown in Chromium`);
    const log = await runInServer(edition, target);
    if (!existsSync(resultFile)) console.log(log.slice(-10).join('\n'));
  } else {
    console.log(`VS Code ${edition.vscode} (${edition.name}): the desktop application`);
    await runInDesktop(desktop, target);
  }
  const counts = await readCounts(resultFile);
  if (counts === undefined) throw new Error('the extension host ended without a result; what it printed is above');
  return counts;
}

async function runFromCommandLine(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string', default: '' } } });
  const chosen = EDITIONS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0) throw new Error(`no such edition: ${positionals.join(' ')}; there are newest and oldest.`);
  await buildExtension();
  let failed = 0;
  for (const edition of chosen) {
    const result = await runSuitesOn(edition, values.grep);
    console.log(`${edition.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
    failed += result.failed + (result.passed === 0 ? 1 : 0);
  }
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) await main(runFromCommandLine);
