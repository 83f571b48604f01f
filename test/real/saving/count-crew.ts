import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const program = path.join(import.meta.dirname, 'count-child.ts');

export interface Crew {
  /** The program that a worker is, and its arguments; @param name the worker's own */
  readonly argv: (name: string) => readonly string[];
  readonly processes: number;
  /** How much each does. */
  readonly times: number;
  /** So many processes are killed at random moments; others take their place until then. */
  readonly kills: number;
}

export interface Work extends Omit<Crew, 'argv'> {
  readonly what: 'counter' | 'log' | 'append' | 'append-quickly';
  readonly file: string;
  readonly callers: number;
}

export interface Done {
  /** What was acknowledged, process by process. */
  readonly acknowledged: readonly (readonly string[])[];
  readonly killed: number;
  /** From the first acknowledgement to the last. */
  readonly seconds: number;
  /** The longest time without one, ms. */
  readonly longestPauseMs: number;
}

interface Worker {
  readonly child: ChildProcess;
  readonly told: string[];
  readonly ended: Promise<NodeJS.Signals | null>;
}

/** Processes that count, log or append, at work on one file. @throws when one fails by itself */
export function workTogether({ what, file, callers, ...crew }: Work): Promise<Done> {
  return crewAtWork({ ...crew, argv: (name) => [program, what, file, name, String(crew.times), String(callers)] });
}

/** Processes at work, which tell on their standard output what was acknowledged, a line each. @throws when one fails by itself */
export async function crewAtWork(work: Crew): Promise<Done> {
  const all: Worker[] = [];
  const heard: number[] = [];
  let left = work.kills;
  const keepGoing = async (): Promise<void> => {
    for (;;) {
      const worker = start(work, `w${all.length}`);
      all.push(worker);
      worker.child.stdout?.on('data', () => heard.push(performance.now()));
      const willDie = left > 0;
      left -= Number(willDie);
      if (willDie) killAfter(worker, 1 + Math.floor(Math.random() * work.times * 0.8));
      if ((await worker.ended) === null) return;
    }
  };
  try {
    await Promise.all(Array.from({ length: work.processes }, keepGoing));
  } finally {
    for (const { child } of all) child.kill('SIGKILL');
  }
  const signals = await Promise.all(all.map(({ ended }) => ended));
  return { acknowledged: all.map(({ told }) => told), killed: signals.filter((signal) => signal !== null).length, ...timesOf(heard) };
}

function timesOf(heard: readonly number[]): Pick<Done, 'seconds' | 'longestPauseMs'> {
  const pauses = heard.slice(1).map((at, i) => at - (heard[i] ?? at));
  return { seconds: ((heard.at(-1) ?? 0) - (heard[0] ?? 0)) / 1000, longestPauseMs: Math.max(0, ...pauses) };
}

function start({ argv }: Crew, name: string): Worker {
  const child = spawn(process.execPath, argv(name), { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    told.push(...lines);
  });
  return { child, told, ended: endOf(child) };
}

async function endOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  await once(child, 'close');
  if (child.signalCode === null && child.exitCode !== 0) throw new Error(`a worker ended with ${child.exitCode}`);
  return child.signalCode;
}

/** In the middle of its work: once so many were acknowledged. */
function killAfter({ child, told }: Worker, acknowledged: number): void {
  child.stdout?.on('data', () => {
    if (told.length >= acknowledged) child.kill('SIGKILL');
  });
}
