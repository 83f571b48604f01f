import { readFileSync } from 'node:fs';

/** Whether the kernel lists a process as waiting for a lock. */
export function waitsForKernelLock(pid: number): boolean {
  return readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .some((line) => line.includes('->') && line.split(/\s+/).includes(String(pid)));
}
