import { text, type Text } from '../base/text.ts';
import type { KernelLock } from './lock.ts';

const calls: Record<KernelLock['by'], string> = { flock: 'flock', posix: 'fcntl', ofd: 'fcntl, of an open file', lease: 'lease' };

/** "exclusive kernel lock (flock)". */
export function nameKernelLock({ by, mode }: KernelLock): Text {
  const call = calls[by];
  return mode === 'write' ? text('exclusive kernel lock ({call})', { call }) : text('shared kernel lock ({call})', { call });
}

/** How much of the file it is on. */
export function rangeOf({ start, end }: KernelLock): Text {
  if (end !== null) return start === end ? text('byte {start}', { start }) : text('bytes {start} to {end}', { start, end });
  return start === 0 ? text('the whole file') : text('from byte {start} on', { start });
}
