import { listProc, readProc } from './proc.ts';

/** fcntl's commands that wait for a lock: F_SETLKW and F_OFD_SETLKW, as /proc/PID/syscall writes them. */
const waitingCommands: ReadonlySet<string> = new Set(['0x7', '0xe', '0x26']);

/**
 * Whether a thread of a process waits in fcntl for a lock on one of some descriptors, which the list of locks does
 * not tell of an open file's lock. Of processes whose calls may not be seen (ptrace(2)), whether it waits for any.
 */
export function isBlockedOn(pid: number, descriptors: ReadonlySet<string>): boolean {
  if (isThreadBlocked(`/proc/${pid}`, descriptors)) return true;
  const threads = listProc(`/proc/${pid}/task`) ?? [];
  return threads.length > 1 && threads.some((thread) => isThreadBlocked(`/proc/${pid}/task/${thread}`, descriptors));
}

function isThreadBlocked(thread: string, descriptors: ReadonlySet<string>): boolean {
  const call = readProc(`${thread}/syscall`);
  if (call === null) return /lock|fcntl/.test(readProc(`${thread}/wchan`) ?? '');
  const [, descriptor, command = ''] = call.split(' ');
  return waitingCommands.has(command) && descriptors.has(String(Number(descriptor)));
}
