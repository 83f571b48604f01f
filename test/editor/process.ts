// Child processes: run one to its end, or keep a group of them that never outlives us.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { atExit, own } from './own.ts';

/** How long a process group may take to end by itself before it is killed, in milliseconds. */
const GRACE_MS = 5_000;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** After this time the child is asked to end, in milliseconds. */
  readonly timeout?: number;
  /** Runs it by way of a shell, as the .cmd files of Windows need. */
  readonly shell?: boolean;
}

/** Runs a command to its end with our own output streams, and returns its exit code (128 for a signal). */
export async function runVisibly(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  return (await ending(child)) ?? 128;
}

/**
 * Runs a command to its end and returns its standard output.
 * @throws an error with the end of its output, when it cannot start or does not exit with 0.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let all = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    all += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => (all += data.toString()));
  const code = await ending(child);
  if (code === 0) return output;
  const tail = all.trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${command} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${tail}`);
}

/** Waits for a child to end; it is asked to when this process has to. Null stands for a signal. */
async function ending(child: ChildProcess): Promise<number | null> {
  const release = own(() => killGroup(child, 'SIGTERM', false));
  try {
    return await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
  } finally {
    await release();
  }
}

/** A running process and its descendants. */
export interface Group {
  readonly pid: number;
  /** Settles with a readable reason when the process has ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Ends the whole group and waits until its leader is gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a long-running command as a process group of its own, which ends with us at the latest.
 * @param onLine is called with every line that it prints, on either stream.
 */
export async function startGroup(
  command: string,
  args: readonly string[],
  options: RunOptions,
  onLine: (line: string) => void,
): Promise<Group> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  createInterface({ input: child.stdout }).on('line', onLine);
  createInterface({ input: child.stderr }).on('line', onLine);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const forget = atExit(() => killGroup(child, 'SIGKILL', true));
  const stop = own(async () => {
    await stopGroup(child, ended);
    forget();
  });
  return { pid: child.pid ?? 0, ended, stop };
}

async function stopGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  killGroup(child, 'SIGTERM', true);
  const timer = setTimeout(() => killGroup(child, 'SIGKILL', true), GRACE_MS);
  await ended;
  clearTimeout(timer);
  // The leader is gone; what it left behind goes as well.
  killGroup(child, 'SIGKILL', true);
}

/** Signals a child, and with `group` all of its group; one that has ended already is no error. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals, group: boolean): void {
  if (child.pid === undefined) return;
  if (!group || process.platform === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}
