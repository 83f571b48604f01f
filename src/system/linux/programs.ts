import path from 'node:path';
import { listPids, readProc, readProcLink, readStat, type ProcStat } from './proc.ts';

/** Exited and not reaped. A process whose first thread alone has ended looks like a zombie, and is none. */
export function isOver({ state, threads }: ProcStat): boolean {
  return state === 'X' || (state === 'Z' && threads <= 1);
}

/** The words of a command line; none of a kernel thread or where it cannot be seen. */
export function argvOf(pid: number): string[] {
  const line = readProc(`/proc/${pid}/cmdline`) ?? '';
  return line === '' ? [] : line.replace(/\0$/, '').split('\0');
}

/** Base name of the program. A login shell's is marked by a dash, and some write all of their options into the only word. */
export function programOf([first = '', ...others]: readonly string[], stat: ProcStat): string {
  const program = others.length === 0 ? first.replace(/ -.*$/, '') : first;
  return path.basename(program).replace(/^-/, '') || stat.comm;
}

/** What a process goes by. It may call itself what it likes (process.title); its executable is what it is. */
export function namesOf(pid: number, stat: ProcStat): readonly string[] {
  return [stat.comm, programOf(argvOf(pid), stat), path.basename(readProcLink(`/proc/${pid}/exe`) ?? '')];
}

/** A process younger than this may be about to become another program by exec, clock ticks (1 s). */
const youngTicks = 100;

/** Lists processes by program quickly: what was running a while ago is looked at again only if it is one of them. */
export class Glimpse {
  /** Names of processes that are not young any more. */
  #settled: ReadonlyMap<number, readonly string[]> = new Map();

  /**
   * The highest number is looked at first: it tends to be the newest, and the soonest gone.
   * @param tell called for each process that is found, at once
   */
  find(isProgram: (program: string) => boolean, tell: (pid: number, stat: ProcStat) => void): void {
    const settled = new Map<number, readonly string[]>();
    const now = Number(readProc('/proc/uptime')?.split(' ')[0]) * 100;
    for (const pid of listPids().toReversed()) {
      const known = this.#settled.get(pid);
      if (known !== undefined && !known.some(isProgram)) {
        settled.set(pid, known);
        continue;
      }
      const stat = readStat(pid);
      if (stat === null || isOver(stat)) continue;
      const names = namesOf(pid, stat);
      if (now - stat.startTicks > youngTicks) settled.set(pid, names);
      if (names.some(isProgram)) tell(pid, stat);
    }
    this.#settled = settled;
  }
}
