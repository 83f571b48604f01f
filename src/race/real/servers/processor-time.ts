import { readFileSync } from 'node:fs';
import { errnoCode } from '../../../base/errors.ts';

/** Linux counts in hundredths of a second for whoever asks from outside of the kernel (proc(5), sysconf(_SC_CLK_TCK)). */
const msPerTick = 10;

/** User and system time of a process, ms; null when it has ended, or where there is no /proc. */
export function processorMs(pid: number): number | null {
  try {
    return ticksIn(readFileSync(`/proc/${pid}/stat`, 'latin1')) * msPerTick;
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(errnoCode(error) ?? '')) return null;
    throw error;
  }
}

/** The name of the program is in parentheses and may have some itself; utime and stime are the 14th and 15th field. */
function ticksIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
