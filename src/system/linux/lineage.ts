import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { argvOf, programOf } from './programs.ts';
import { readProc, readProcLink, readStat } from './proc.ts';

/** So many parents are told of at most. */
const mostParents = 12;

/** Where a process comes from; nothing of one that is gone. */
export function lineageOf({ pid, startMark }: ProcessInfo): Lineage {
  const stat = readStat(pid);
  if (stat === null || (startMark !== null && startMark !== String(stat.startTicks))) return { parents: [], container: null };
  const parents: Lineage['parents'][number][] = [];
  // A parent that is younger than its child has got the number of the true one.
  for (let child = stat, parent = readStat(child.parentPid); parents.length < mostParents; ) {
    if (child.parentPid <= 1 || parent === null || parent.startTicks > child.startTicks) break;
    parents.push({ pid: child.parentPid, program: programOf(argvOf(child.parentPid), parent) });
    child = parent;
    parent = readStat(child.parentPid);
  }
  return { parents, container: containerOf(pid) };
}

function containerOf(pid: number): string | null {
  const named = containerIn(readProc(`/proc/${pid}/cgroup`) ?? '');
  if (named !== null) return named;
  const namespace = readProcLink(`/proc/${pid}/ns/pid`);
  return namespace === readProcLink('/proc/self/ns/pid') ? null : namespace;
}

/**
 * The container that a process's control groups tell of: the first 12 digits of its id (Docker, Podman,
 * containerd, Kubernetes), or the name that it was given (LXC, systemd-nspawn); null for none.
 * @param cgroup content of /proc/PID/cgroup
 */
export function containerIn(cgroup: string): string | null {
  // conmon looks after a container of Podman from outside.
  const groups = cgroup.split('\n').filter((line) => !line.includes('conmon')).join('\n');
  const id = /(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])/.exec(groups)?.[1];
  const named = /\/lxc(?:\.payload)?[./]([\w.-]+)|\/systemd-nspawn@([\w.-]+)\.service|\/(kubepods)\b/.exec(groups)?.slice(1);
  return id ?? named?.find((name) => name !== undefined) ?? null;
}
