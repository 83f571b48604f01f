import { readProc, readStat, type ProcStat } from '../system/linux/proc.ts';

/** Farther up nobody is looked at. */
const most = 12;

/**
 * The processes above one that do nothing but wait for a child to end, up to the first that does something else, the
 * nearest first: a shell or flock(1) that has a lock keeps it for as long as the command that it runs. Only
 * on Linux; none elsewhere.
 */
export function waitingParentsOf(pid: number): readonly number[] {
  const parents: number[] = [];
  if (process.platform !== 'linux') return parents;
  for (let stat = readStat(pid); stat !== null && stat.parentPid > 1 && parents.length < most; ) {
    const { parentPid } = stat;
    const parent = readStat(parentPid);
    // One that is younger than its child has got the number of the true parent.
    if (parent === null || parent.startTicks > stat.startTicks || !waitsForChild(parentPid, parent)) break;
    parents.push(parentPid);
    stat = parent;
  }
  return parents;
}

function waitsForChild(pid: number, { state, threads }: ProcStat): boolean {
  if (state !== 'S' || threads !== 1) return false;
  const where = readProc(`/proc/${pid}/wchan`) ?? '';
  // "0" or nothing where the kernel does not tell.
  return where === '' || where === '0' || where.includes('wait');
}
