import type { Lineage, ProcessInfo } from '../../locks/lock.ts';
import { parentsOf, type Descendant } from '../lineage.ts';
import { argvOf, programOf } from './programs.ts';
import { readProc, readProcLink, readStat } from './proc.ts';

/** Where a process comes from; nothing of one that is gone. */
export function lineageOf({ pid, startMark }: ProcessInfo): Lineage {
  const own = find(pid);
  if (own === null || (startMark !== null && startMark !== String(own.startedAt))) return { parents: [], container: null };
  return { parents: parentsOf(own, find), container: containerOf(pid) };
}

/** Starts in clock ticks will do: they are only compared. */
function find(pid: number): Descendant | null {
  const stat = readStat(pid);
  return stat === null ? null : { pid, parentPid: stat.parentPid, program: programOf(argvOf(pid), stat), startedAt: stat.startTicks };
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
