import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { OwnChild } from './own-child.ts';

/** Processes at a time, of which one holds the lock and the others wait in line. */
const atATime = 6;
/** Of a hundred holds one is not survived. */
const death = 0.01;
/** Between two processes that are stopped, and for how long, ms: long enough for the others to go on without them. */
const stopEveryMs = 10_000;
const stoppedMs = 3000;

/** How long a process goes on if it is not killed, ms. */
const lifeMs = 5000;

/** Holds one FileLock so often, in processes that are killed while they hold it and stopped at any time, and counts who is not alone. */
export async function runWithDeaths(acquisitions: number, report: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-deaths-'));
  const [file, log] = [path.join(folder, 'a'), path.join(folder, 'log')];
  writeFileSync(file, '');
  writeFileSync(log, '');
  writeFileSync(`${file}.data`, Buffer.alloc(10_000));
  const living = new Set<OwnChild>();
  const isDone = (): boolean => statSync(log).size >= acquisitions;
  let [killed, stopped] = [0, 0];
  const worker = async (): Promise<void> => {
    while (!isDone()) {
      const child = new OwnChild('locking-child.ts', ['file-lock', file, '0', String(death), log]);
      living.add(child);
      // One that is killed ends instead of answering.
      await child.ask(String(lifeMs)).catch(() => (killed += 1));
      living.delete(child);
      await child.end();
    }
  };
  const stopper = async (): Promise<void> => {
    for (; !isDone(); await pause(stopEveryMs)) {
      const child = [...living][Math.floor(Math.random() * living.size)];
      if (child === undefined) continue;
      stopped += 1;
      child.signal('SIGSTOP');
      await pause(stoppedMs);
      child.signal('SIGCONT');
    }
  };
  try {
    await Promise.all([...Array.from({ length: atATime }, worker), stopper()]);
    const seen = readFileSync(log, 'latin1');
    const violations = seen.length - seen.replaceAll('V', '').length;
    report(`with deaths: ${seen.length} acquisitions by ${atATime} processes at a time, ${killed} killed while they held it, ${stopped} stopped for ${stoppedMs / 1000} s: ${violations} violations`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
