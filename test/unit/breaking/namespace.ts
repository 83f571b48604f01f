import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';

/** Why no mounts can be made here, or false: for `skip`. */
export const noMounts: string | false =
  process.platform !== 'linux' ? 'mounts of its own need Linux' : spawnSync('unshare', ['-rm', 'true']).status !== 0 && 'this system gives no mount namespaces';

const breaker = path.join(import.meta.dirname, 'breaker-child.ts');

/**
 * Breaks a lock in a process with mounts of its own, which vanish with it.
 * @param prepare shell script that makes the mounts; "$1" is the lock, "$2" the state folder
 * @param check shell script run afterwards in the same mounts; what it prints is returned with the outcome
 */
export function breakAmongMounts(prepare: string, lock: string, state: string, check = ':'): { readonly outcome: string; readonly checked: string } {
  const script = `${prepare}\n"$0" "$3" "$1" "$2"\n${check}`;
  const printed = execFileSync('unshare', ['-rm', '/bin/sh', '-ec', script, process.execPath, lock, state, breaker], { encoding: 'utf8' });
  const end = printed.indexOf('\n');
  return { outcome: printed.slice(0, end), checked: printed.slice(end + 1).trim() };
}
