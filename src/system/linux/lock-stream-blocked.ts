import { listProc, readProc } from './proc.ts';

/** fcntl's commands that wait for a lock: F_SETLKW and F_OFD_SETLKW, as /proc/PID/syscall writes them. */
const waitingCommands: ReadonlySet<string> = new Set(['0x7', '0xe', '0x26']);

/**
 * Whether a thread of a process waits in fcntl for a lock on one of some descriptors, which the list of locks does
 * not tell of an open file's lock. Of processes whose calls may not be seen (ptrace(2)), whether it waits for any.
 */
export function isBlockedOn(pid: number, descriptors: ReadonlySet<string>): boolean {
  return (listProc(`/proc/${pid}/task`) ?? []).some((thread) => {
    const call = readProc(`/proc/${pid}/task/${thread}/syscall`);
    if (call === null) return /lock|fcntl/.test(readProc(`/proc/${pid}/task/${thread}/wchan`) ?? '');
    const [, descriptor, command = ''] = call.split(' ');
    return waitingCommands.has(command) && descriptors.has(String(Number(descriptor)));
  });
}
