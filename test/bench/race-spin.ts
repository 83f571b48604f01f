import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run as runToEnd } from '../editor/process.ts';
import type { Took } from './race-clock.ts';

/** No program of others runs longer than this, s. */
const mostSeconds = '100';
/** Sizes of its hash table to choose from, as powers of two. */
const tables = [18, 20, 22, 24];

/** Spin's checker (Holzmann), compiled for one model. */
export interface SpinChecker {
  readonly folder: string;
  /** Deep enough for its depth-first search. */
  readonly depth: number;
  /** The size of its hash table with which it is fastest, as a power of two. */
  readonly table: number;
}

export interface SpinRun extends Took {
  readonly states: number;
}

/** Dining philosophers who never stop: each step is one transition, as in our model of them. */
export function promela(many: number, isOrdered: boolean): string {
  const philosophers = Array.from({ length: many }, (_none, at) => {
    const [left, right] = isOrdered && at === many - 1 ? [(at + 1) % many, at] : [at, (at + 1) % many];
    return `active proctype p${at}() { do :: atomic { fork[${left}] == 0 -> fork[${left}] = ${at + 1} }; atomic { fork[${right}] == 0 -> fork[${right}] = ${at + 1} }; fork[${right}] = 0; fork[${left}] = 0 od }`;
  });
  return [`byte fork[${many}];`, ...philosophers, ''].join('\n');
}

/** Version of Spin and of the compiler; null where one is missing. */
export async function spinVersion(): Promise<string | null> {
  try {
    const [spin, gcc] = [await bounded(['spin', '-V']), await bounded(['gcc', '--version'])];
    return `${spin.trim()}, ${(gcc.split('\n')[0] ?? '').trim()}`;
  } catch {
    // Whatever it is that does not work, there is nothing to compare with.
    return null;
  }
}

/** Compiles a checker for safety, without partial-order reduction so that it looks at all states, and finds its best table. */
export async function compileSpin(folder: string, model: string, depth: number): Promise<SpinChecker> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'model.pml'), model);
  await bounded(['spin', '-a', 'model.pml'], folder);
  await bounded(['gcc', '-O2', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], folder);
  let best = { table: 0, processor: Number.POSITIVE_INFINITY };
  for (const table of tables) {
    const { processor } = await runSpin({ folder, depth, table });
    if (processor < best.processor) best = { table, processor };
  }
  return { folder, depth, table: best.table };
}

/** One run: all states, without the look for deadlocks (-E), which our engine does on the way. */
export async function runSpin({ folder, depth, table }: SpinChecker): Promise<SpinRun> {
  // `times` tells the processor time of the children, in its second line.
  const output = await bounded(['sh', '-c', `./pan -m${depth} -w${table} -E -n && times`], folder);
  const states = Number(/(\d+) states, stored/.exec(output)?.[1]);
  const wall = Number(/elapsed time ([\d.]+) seconds/.exec(output)?.[1]);
  const [user = Number.NaN, system = Number.NaN] = [...(output.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
  if (output.includes('max search depth too small')) throw new Error(`Spin needs more than ${depth} steps of depth`);
  return { states, wall, processor: user + system };
}

async function bounded(command: readonly string[], folder?: string): Promise<string> {
  return runToEnd('timeout', [mostSeconds, ...command], folder === undefined ? {} : { cwd: folder });
}
