import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { run as runToEnd } from '../editor/process.ts';
import { ROOT } from '../editor/repository.ts';
import { Locker } from '../real/contention/locker.ts';
import { until } from '../workbench/wait.ts';
import { Workbench } from '../workbench/workbench.ts';
import { describeDelay } from './loop-delay.ts';
import { OwnChild } from './own-child.ts';
import type { HostFigures } from './timeline-host-probe.ts';

export const name = 'timeline: the extension host under 1,000 events a second';

const quietSeconds = 10;
const busySeconds = 60;

/** Each tells of two events: 200 lock files and 300 kernel locks a second make a thousand events. */
const filesPerSecond = 200;
const lockers = 3;
const pace = { holdMs: 4, gapMs: 6, count: busySeconds * 100 };

/** Shows how long a real extension host is kept from its work while real processes lock and the timeline is open. */
export async function run(report: (line: string) => void): Promise<void> {
  try {
    const folder = await temporaryFolder('timeline-host');
    const probes = await temporaryFolder('timeline-host-probe');
    process.env['LOCKSCOPE_EXTENSION'] = await probed(probes);
    const workbench = await Workbench.open({ folder });
    try {
      await workbench.palette.run('Lockscope: Show Contention');
      const page = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
      await page.getByText('No lock was held or waited for').waitFor();
      report(`timeline open, nothing happens, ${quietSeconds} s: ${told(await measured(probes, 'quiet', () => pause(quietSeconds * 1000)))}`);
      let made = 0;
      const figures = await measured(probes, 'busy', async () => {
        made = await load(folder);
      });
      report(`timeline open, ${((2 * made) / busySeconds).toFixed(0)} events a second for ${busySeconds} s: ${told(figures)}`);
      report(`of ${made} holds the timeline shows ${await shown(page)}`);
    } finally {
      await workbench.close();
    }
  } finally {
    delete process.env['LOCKSCOPE_EXTENSION'];
    await releaseAll();
  }
}

/** The built extension in a folder of its own, with the probe in front of it. */
async function probed(probes: string): Promise<string> {
  await runToEnd(process.execPath, ['esbuild.config.mjs'], { cwd: ROOT });
  const folder = await temporaryFolder('timeline-host-extension');
  for (const part of ['package.json', 'package.nls.json', 'media', 'dist']) cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  const dist = path.join(folder, 'dist');
  renameSync(path.join(dist, 'extension.cjs'), path.join(dist, 'probed.cjs'));
  await build({ entryPoints: { probe: path.join(import.meta.dirname, 'timeline-host-probe.ts') }, outdir: dist, outExtension: { '.js': '.cjs' }, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  writeFileSync(path.join(dist, 'extension.cjs'), `require('./probe.cjs').probe(${JSON.stringify(probes)}); module.exports = require('./probed.cjs');`);
  return folder;
}

/** How the host's event loop was while that went on. */
async function measured(probes: string, phase: string, body: () => Promise<void>): Promise<HostFigures> {
  const file = (ending: string): string => path.join(probes, `${phase}${ending}`);
  writeFileSync(file(''), '');
  await pause(1000);
  await body();
  writeFileSync(file('.end'), '');
  await until('the figures of the host', () => Promise.resolve(existsSync(file('.json'))), Boolean);
  const figures: HostFigures = JSON.parse(readFileSync(file('.json'), 'utf8'));
  return figures;
}

/** Real locks of real processes. @returns how many holds there were */
async function load(folder: string): Promise<number> {
  const files = path.join(folder, 'jobs');
  mkdirSync(files);
  const maker = new OwnChild('timeline-host-maker.ts', [files, String(filesPerSecond)]);
  const lockersOf = Array.from({ length: lockers }, () => new Locker());
  try {
    const cycles = lockersOf.map((locker, i) => {
      const file = path.join(folder, `data-${i}.db`);
      writeFileSync(file, '');
      return locker.cycle(file, 'flock', pace);
    });
    const [made, ...holds] = await Promise.all([maker.ask(String(busySeconds * 1000)), ...cycles]);
    return holds.reduce((sum, each) => sum + each.length, Number(made));
  } finally {
    for (const locker of lockersOf) await locker[Symbol.asyncDispose]();
  }
}

/** The sum of the acquisitions in the table. */
async function shown(page: FrameLocator): Promise<number> {
  await page.locator('[data-action="show-all"]').click();
  await pause(2000);
  const cells = await page.locator('tbody tr:not(.who) td:nth-child(2)').allInnerTexts();
  return cells.reduce((sum, cell) => sum + Number(/\d+/.exec(cell)?.[0] ?? 0), 0);
}

function told(figures: HostFigures): string {
  return `${describeDelay(figures)}; heap ${(figures.heap / 2 ** 20).toFixed(0)} MB`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
