import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LockedCounter } from '../../src/saving/counter.ts';
import { crewAtWork, workTogether, type Done, type Work } from '../real/saving/count-crew.ts';
import { accountOf, type Account } from '../real/saving/count-lines.ts';

export const name = 'Counting, logging and appending by several processes';

const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);
const peer = path.join(import.meta.dirname, 'counting-peer.ts');

/** Shows what is counted and kept when processes work on one file, some of them killed, beside the usual ways to do it. */
export async function run(report: (line: string) => void): Promise<void> {
  await counters(report);
  await logs(report);
  await lines(report);
}

function scaled(times: number): number {
  return Math.max(Math.round(times * scale), 10);
}

async function counters(report: (line: string) => void): Promise<void> {
  report('One counter, two processes:');
  const ours = async (what: string, times: number, callers: number, kills = 0): Promise<void> => {
    await inFolder(async (file) => {
      const done = await workTogether({ what: 'counter', file, processes: 2, times: scaled(times), callers, kills });
      report(countLine(what, await new LockedCounter(file).value(), done));
    });
  };
  await ours('LockedCounter, 20 callers in each', 10_000, 20);
  await ours('LockedCounter, one caller in each', 500, 1);
  await ours('LockedCounter, one caller in each, 8 killed', 200, 1, 8);
  for (const [what, way, times] of [['no lock, temporary file and rename', 'no-lock', 10_000], ['lock file tried every 100 ms', 'lock-file', 50], ['mkdir tried every ms, no fsync', 'folder', 1000]] as const) {
    await inFolder(async (file) => {
      const done = await peers(way, file, 2, scaled(times));
      report(countLine(what, Number.parseInt(readFileSync(file, 'utf8'), 10), done));
    });
  }
  await inFolder(async (file) => report(`  lock file, its holder killed: ${await afterKilledHolder(file)} counted within ${patienceMs / 1000} s`));
}

/** How long is waited for somebody who waits for nobody, ms. */
const patienceMs = 3000;

/** What two processes count that find the lock file of one that was killed. */
async function afterKilledHolder(file: string): Promise<number> {
  writeFileSync(`${file}.lock`, String(spawnSync(process.execPath, ['-e', '']).pid));
  const waiting = [1, 2].map((worker) => spawn(process.execPath, [peer, 'lock-file', file, String(worker), '10'], { stdio: 'ignore' }));
  await pause(patienceMs);
  for (const child of waiting) child.kill('SIGKILL');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
}

function countLine(what: string, value: number, { acknowledged, killed, seconds, longestPauseMs }: Done): string {
  const told = acknowledged.flat().length;
  const twice = told - new Set(acknowledged.flat()).size;
  const unsaid = killed > 0 ? ` (${killed} killed before they could say so)` : '';
  const verdict = value === told ? 'exact' : value < told ? `${told - value} LOST` : `${value - told} more${unsaid}`;
  return `  ${what}: ${told} acknowledged, the file says ${value}: ${verdict}; ${twice} handed out twice; ${pace(told, seconds, longestPauseMs)}`;
}

async function logs(report: (line: string) => void): Promise<void> {
  report('One log, 8 processes, put aside at 64 kB:');
  const ours = (what: string, work: Pick<Work, 'times' | 'callers' | 'kills'>): Promise<void> =>
    inFolder(async (file) => {
      const done = await workTogether({ what: 'log', file, processes: 8, ...work });
      report(accountLine(what, accountOf(linesBelow(file), done.acknowledged.flat()), done, file));
    });
  await ours('RotatingLog, 20 callers in each, 12 killed', { times: scaled(2000), callers: 20, kills: 12 });
  await ours('RotatingLog, one caller in each', { times: scaled(100), callers: 1, kills: 0 });
  await inFolder(async (file) => {
    const done = await peers('log-no-lock', file, 8, scaled(2000));
    report(accountLine('stat, rename, fs.appendFile; no fsync', accountOf(linesBelow(file), done.acknowledged.flat()), done, file));
  });
}

async function lines(report: (line: string) => void): Promise<void> {
  report('Lines appended to one file, 8 processes:');
  for (const [how, what, kills] of [['12 killed', 'append', 12], ['not durable', 'append-quickly', 0]] as const) {
    await inFolder(async (file) => {
      const done = await workTogether({ what, file, processes: 8, times: scaled(2000), callers: 20, kills });
      report(accountLine(`appendLines, 20 callers in each, ${how}`, accountOf(linesBelow(file), done.acknowledged.flat()), done, file));
    });
  }
  for (const [what, way, times] of [['fs.appendFile, no fsync', 'append-file', 2000], ['read, add, write', 'read-and-write', 200]] as const) {
    await inFolder(async (file) => {
      const done = await peers(way, file, 8, scaled(times));
      report(accountLine(what, accountOf(linesBelow(file), done.acknowledged.flat()), done, file));
    });
  }
}

function accountLine(what: string, { lines: found, acknowledged, lost, doubled, torn }: Account, { killed, seconds, longestPauseMs }: Done, file: string): string {
  const files = readdirSync(path.dirname(file)).length;
  return `  ${what}: ${acknowledged} acknowledged, ${found} found in ${files} file${files === 1 ? '' : 's'}: ${lost} lost, ${doubled} doubled, ${torn.length} torn; ${killed} killed; ${pace(acknowledged, seconds, longestPauseMs)}`;
}

/** Between the first acknowledgement and the last. */
function pace(acknowledged: number, seconds: number, longestPauseMs: number): string {
  return `${(acknowledged / seconds).toFixed(0)} a second, the longest pause ${longestPauseMs.toFixed(0)} ms`;
}

function peers(way: string, file: string, processes: number, times: number): Promise<Done> {
  return crewAtWork({ argv: (worker) => [peer, way, file, worker, String(times)], processes, times, kills: 0 });
}

/** Of a file and of all that were put aside. */
function linesBelow(file: string): readonly string[] {
  const names = readdirSync(path.dirname(file));
  return names.flatMap((each) => readFileSync(path.join(path.dirname(file), each), 'utf8').split('\n')).filter((line) => line !== '');
}

async function inFolder(act: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-bench-'));
  try {
    await act(path.join(folder, 'subject'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
