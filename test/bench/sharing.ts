import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { OwnChild } from './own-child.ts';
import { lineOf, sharingRunFrom, type SharingRun } from './sharing-figures.ts';

export const name = 'ReadWriteLock: readers who never pause and two writers, beside a FileLock for all of them';

const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);
/** Operations in all. */
const wanted = 100_000 * scale;
const roundMs = 5000;
const acts = ['read', 'read', 'read', 'read', 'write', 'write'] as const;

export async function run(report: (line: string) => void): Promise<void> {
  for (const [means, most] of [['shared', wanted], ['alone', 0]] as const) {
    const { runs, ms, isRight } = await measure(means, most);
    const operations = runs.reduce((sum, { waits }) => sum + waits.length, 0);
    report(`${means === 'shared' ? 'ReadWriteLock' : 'FileLock for all'}: ${operations} operations in ${Math.round(ms / 1000)} s, ${runs.reduce((sum, { torn }) => sum + torn, 0)} reads saw a write half done, ${isRight ? 'no write is lost' : 'WRITES ARE LOST'}`);
    report(lineOf('read', runs, ms));
    report(lineOf('write', runs, ms));
  }
}

async function measure(means: string, operations: number): Promise<{ readonly runs: readonly SharingRun[]; readonly ms: number; readonly isRight: boolean }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-sharing-'));
  const file = path.join(folder, 'a');
  writeFileSync(file, '000000000'.repeat(1000));
  const children = acts.map((act) => new OwnChild('sharing-child.ts', [means, file, act]));
  const runs: SharingRun[] = [];
  let ms = 0;
  try {
    do {
      runs.push(...(await Promise.all(children.map((child) => child.ask(String(roundMs))))).map(sharingRunFrom));
      ms += roundMs;
    } while (runs.reduce((sum, { waits }) => sum + waits.length, 0) < operations);
    const writes = runs.filter(({ act }) => act === 'write').reduce((sum, { waits }) => sum + waits.length, 0);
    return { runs, ms, isRight: Number(readFileSync(file, 'latin1').slice(0, 9)) === writes };
  } finally {
    await Promise.all(children.map((child) => child.end()));
    rmSync(folder, { recursive: true });
  }
}
