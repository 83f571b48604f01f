import { readFileSync, writeFileSync } from 'node:fs';
import { errnoCode } from '../../../src/base/errors.ts';
import type { Actor } from './actor.ts';
import type { Crew } from './crew.ts';
import { isAlive } from './processes.ts';

const lastPid = '/proc/sys/kernel/ns_last_pid';
/** Going once around more numbers than this takes too long. */
const mostNumbers = 100_000;

/** Another process has got the number that was to be given away, or it cannot be reached. */
export class NumberIsTaken extends Error {}

/** Whether this machine lets us decide which process gets a given number. */
export function canGiveAway(): boolean {
  if (process.platform !== 'linux') return false;
  return canChoose() || Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8')) <= mostNumbers;
}

/**
 * Starts a process that lives on under the number of one that has ended. It is `cat`: a program
 * that has nothing to do with the first, and that ends when its input closes.
 * @throws {NumberIsTaken}
 */
export async function giveAway(crew: Crew, pid: number, cwd: string): Promise<Actor> {
  const misses: Actor[] = [];
  try {
    return canChoose() ? choose(crew, pid, cwd, misses) : await goAround(crew, pid, cwd, misses);
  } finally {
    await Promise.all(misses.map((actor) => actor.end()));
  }
}

/** The kernel counts on from the number that we write, unless another process is quicker. */
function choose(crew: Crew, pid: number, cwd: string, misses: Actor[]): Actor {
  for (let attempt = 0; attempt < 200 && !isAlive(pid); attempt++) {
    writeFileSync(lastPid, String(pid - 1));
    const actor = crew.start({ command: 'cat', args: [], cwd });
    if (actor.pid === pid) return actor;
    misses.push(actor);
  }
  throw new NumberIsTaken(`${pid} could not be given away`);
}

/** Numbers are given in turn: lets short processes use up all of them until the wanted one is near. */
async function goAround(crew: Crew, pid: number, cwd: string, misses: Actor[]): Promise<Actor> {
  const distance = 60;
  // A shell that forks itself is much quicker than programs started from here.
  const script = `i=0
while [ $i -lt ${2 * mostNumbers} ]; do
  : & last=$!; wait $last; i=$((i + 1))
  [ $last -lt ${pid} ] && [ $last -ge ${pid - distance} ] && exit 0
done; exit 1`;
  const shell = crew.start({ command: 'sh', args: ['-c', script], cwd });
  if ((await shell.exited) !== 0) throw new NumberIsTaken(`${pid} did not come around`);
  while (misses.length < 2 * distance && !isAlive(pid)) {
    const actor = crew.start({ command: 'cat', args: [], cwd });
    if (actor.pid === pid) return actor;
    misses.push(actor);
  }
  throw new NumberIsTaken(`${pid} was given to another process`);
}

/** Root may, where /proc/sys is not read-only as it is in many containers. */
function canChoose(): boolean {
  try {
    writeFileSync(lastPid, readFileSync(lastPid, 'utf8'));
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(errnoCode(error) ?? '')) return false;
    throw error;
  }
}
