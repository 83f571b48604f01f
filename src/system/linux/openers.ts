import { listProc, readProc, readProcLink } from './proc.ts';

/**
 * Which processes have these files open as a holder would: for writing, or under a kernel lock.
 * Mere readers (a pager, an indexer) hold nothing.
 * @param paths as the kernel shows them: absolute, without symlinks
 * @param among the pids to look at
 * @returns pids by path; paths that nobody has open are left out
 */
export function findOpeners(paths: ReadonlySet<string>, among: readonly number[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const pid of among) {
    for (const path of heldBy(pid, paths)) found.set(path, [...(found.get(path) ?? []), pid]);
  }
  return found;
}

function heldBy(pid: number, paths: ReadonlySet<string>): Set<string> {
  const held = new Set<string>();
  for (const descriptor of listProc(`/proc/${pid}/fd`) ?? []) {
    const path = readProcLink(`/proc/${pid}/fd/${descriptor}`);
    if (path !== null && paths.has(path) && isHolding(readProc(`/proc/${pid}/fdinfo/${descriptor}`))) held.add(path);
  }
  return held;
}

/** O_WRONLY or O_RDWR, or a `lock:` line; see proc_pid_fdinfo(5). */
function isHolding(fdinfo: string | null): boolean {
  if (fdinfo === null) return false;
  const flags = /^flags:\s*(\d+)/m.exec(fdinfo)?.[1];
  const accessMode = Number.parseInt(flags ?? '0', 8) & 3;
  return accessMode !== 0 || /^lock:/m.test(fdinfo);
}
