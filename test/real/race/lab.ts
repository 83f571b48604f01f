import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unless } from '../../../src/base/errors.ts';
import { ForkedLab } from '../../../src/race/real/forked-lab.ts';
import { noFaults, plainRequest, type Faults, type Length, type RunRequest } from '../../../src/race/real/request.ts';
import type { RunResult } from '../../../src/race/real/result.ts';

/** The runner as it is built; `npm test` builds before. */
export const runnerMain = path.join(import.meta.dirname, '../../../dist/race-runner.mjs');

const mark = `LOCKSCOPE_TEST_MARK=${process.pid}-${Date.now()}`;
const [name = '', value = ''] = mark.split('=');
// All that a run starts has it from here.
process.env[name] = value;

/** Processes that were started by this one and whatever it started, itself left out. */
export function offspring(): readonly number[] {
  return pidsHere().filter((pid) => readOf(pid, 'environ').includes(mark));
}

/** Processes whose command line names a path: a Redis server writes its title, with its socket's path, over its environment. */
export function processesNaming(file: string): readonly number[] {
  return pidsHere().filter((pid) => readOf(pid, 'cmdline').includes(file));
}

function pidsHere(): readonly number[] {
  return readdirSync('/proc').map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

/** Empty for one that is gone, is being reaped, or is another user's. */
function readOf(pid: number, fact: 'environ' | 'cmdline'): string {
  const read = (): string => readFileSync(`/proc/${pid}/${fact}`, 'utf8');
  return unless('ENOENT', () => unless('ESRCH', () => unless('EACCES', read))) ?? '';
}

/** What is left of a run: processes, or its folder. @param folder null for one that had none yet */
export function leftOf(folder: string | null): readonly string[] {
  const pids = new Set([...offspring(), ...(folder === null ? [] : processesNaming(folder))]);
  return [...[...pids].map((pid) => `process ${pid}`), ...(folder !== null && existsSync(folder) ? [folder] : [])];
}

/** A lab, and a word for what it leaves. */
export class TestLab {
  readonly lab = new ForkedLab(runnerMain);
  folder: string | null = null;

  run(request: RunRequest, signal: AbortSignal = new AbortController().signal, onRunning: () => void = () => undefined): Promise<RunResult> {
    this.folder = null;
    return this.lab.run(request, {
      onProgress: ({ phase }) => (phase === 'running' ? onRunning() : undefined),
      onFolder: (folder) => {
        this.folder = folder;
      },
    }, signal);
  }

  /** What is left of the last run: processes, or its folder. */
  left(): readonly string[] {
    return leftOf(this.folder);
  }
}

/** One run of the counter. */
export function counting(strategy: string, actors: number, length: Length, faults: Partial<Faults> = {}): RunRequest {
  return { ...plainRequest('counter', strategy, actors, length), faults: { ...noFaults, ...faults } };
}
