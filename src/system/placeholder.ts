import { lstatSync, readFileSync } from 'node:fs';
import { orGone } from '../base/errors.ts';

/**
 * How a folder that stands in for a lock is told from all others: sticky, and nothing but writable by its
 * owner. Nobody but root can put anything into it, a rename to another folder is allowed, and no program
 * makes such a folder by chance.
 */
export const placeholderMode = 0o1200;

/** What a file that stands in for a lock says. */
export const placeholderWords = 'Lockscope is breaking the lock that stood here.\n';

/** What stands in for a lock at a path, while it is broken; null when nothing does. */
export function placeholderAt(file: string): 'folder' | 'file' | null {
  const stats = orGone(() => lstatSync(file));
  if (stats === null) return null;
  if (stats.isDirectory()) return (stats.mode & 0o7777) === placeholderMode ? 'folder' : null;
  return stats.isFile() && stats.size === placeholderWords.length && orGone(() => readFileSync(file, 'utf8')) === placeholderWords ? 'file' : null;
}
