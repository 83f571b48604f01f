import { cpSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { run as runToEnd } from '../editor/process.ts';
import { ROOT } from '../editor/repository.ts';
import { until } from '../workbench/wait.ts';
import { Workbench } from '../workbench/workbench.ts';
import { spread } from './figures-spread.ts';

export const name = 'Activation in VS Code, and the size of the bundles';

const starts = 5;

/** What one start of VS Code showed, ms. */
interface Start {
  readonly loading: number;
  readonly activate: number;
  /** Loading and activate() of VS Code's own git extension in the same window, as VS Code measures it. */
  readonly peer: number;
}

/** Shows how long the packaged extension keeps a real extension host at its start, and how large it is. */
export async function run(report: (line: string) => void): Promise<void> {
  try {
    const folder = await packaged();
    for (const bundle of ['extension.cjs', 'watcher.mjs', 'cli.mjs', 'core.mjs']) {
      const { size } = statSync(path.join(folder, 'dist', bundle));
      report(`dist/${bundle}: ${(size / 1000).toFixed(0)} kB${bundle === 'extension.cjs' ? ' (target: below 400)' : ''}`);
    }
    const log = timed(folder);
    process.env['LOCKSCOPE_EXTENSION'] = folder;
    const measured: Start[] = [];
    for (let i = 0; i < starts; i++) measured.push(await startOnce(log));
    report(`activate(): ${spread(measured.map(({ activate }) => activate))} ms (${starts} starts; target: below 50)`);
    report(`loading the bundle: ${spread(measured.map(({ loading }) => loading))} ms`);
    report(`VS Code's git extension, loading and activate(): ${spread(measured.map(({ peer }) => peer))} ms`);
  } finally {
    await releaseAll();
  }
}

/** The extension as the VSIX holds it, in a folder of its own. */
async function packaged(): Promise<string> {
  await runToEnd(process.execPath, ['esbuild.config.mjs', '--production'], { cwd: ROOT });
  const folder = await temporaryFolder('activation-extension');
  for (const part of ['package.json', 'package.nls.json', 'media', 'dist']) cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  return folder;
}

/** Puts a stopwatch in front of the bundle. @returns the file in which it writes a line a start */
function timed(folder: string): string {
  const main = path.join(folder, 'dist', 'extension.cjs');
  const log = path.join(folder, 'times.jsonl');
  renameSync(main, path.join(folder, 'dist', 'timed.cjs'));
  writeFileSync(
    main,
    `const begun = performance.now();
    const timed = require('./timed.cjs');
    const loading = performance.now() - begun;
    exports.activate = (context) => {
      const called = performance.now();
      const api = timed.activate(context);
      require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify({ loading, activate: performance.now() - called }) + '\\n');
      return api;
    };`,
  );
  writeFileSync(log, '');
  return log;
}

async function startOnce(log: string): Promise<Start> {
  const linesBefore = linesOf(log).length;
  const workbench = await Workbench.open({ folder: await temporaryFolder('activation') });
  try {
    const own = await until('the extension to activate', () => Promise.resolve(linesOf(log).slice(linesBefore)), (lines) => lines.length > 0);
    // The editor draws only the rows that fit.
    await workbench.page.setViewportSize({ width: 1280, height: 3000 });
    await workbench.palette.run('Developer: Show Running Extensions');
    const git = workbench.page.locator('.runtime-extensions-editor .monaco-list-row[aria-label="git"]');
    const peer = await until("the git extension's time", () => timeIn(git), (time) => time !== null);
    const { loading = Number.NaN, activate = Number.NaN } = own[0] ?? {};
    return { loading, activate, peer: peer ?? Number.NaN };
  } finally {
    await workbench.close();
  }
}

function linesOf(log: string): Pick<Start, 'loading' | 'activate'>[] {
  return readFileSync(log, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** The ms in "Startup Activation: 12ms"; null while the row is not there or not filled. */
async function timeIn(row: Locator): Promise<number | null> {
  const [text] = await row.locator('.activation-time').allInnerTexts();
  const ms = /Activation: (\d+)ms/.exec(text ?? '')?.[1];
  return ms === undefined ? null : Number(ms);
}
