import path from 'node:path';
import { formatDuration } from '../base/duration.ts';
import type { Holder, Lock } from '../locks/lock.ts';
import { printable } from './terminal.ts';

/** A path as it is shorter to read from here. */
export function shortPath(full: string): string {
  const relative = path.relative(process.cwd(), full);
  return printable(relative === '' ? '.' : relative.startsWith('..') ? full : relative);
}

/** "git commit -a (4312)", "pid 4312 on buildbox-7", or "-" when nobody is known. */
export function holderInWords(holder: Holder | null, ownHost: string): string {
  if (holder === null || holder.pid === null) return '-';
  const where = holder.host !== null && holder.host !== ownHost ? ` on ${holder.host}` : '';
  return printable(holder.command === null ? `pid ${holder.pid}${where}` : `${holder.command} (${holder.pid})${where}`);
}

export function ageInWords(lock: Lock, now: number): string {
  return formatDuration(now - lock.acquiredAt);
}
