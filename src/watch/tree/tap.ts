import { watch } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';
import { errnoCode } from '../../base/errors.ts';

/**
 * What a tap hears. `rename`: something of this name came or went; `change`: its content or
 * attributes changed. A null name: something in the folder, the system does not say what.
 */
export type TapListener = (event: 'rename' | 'change', name: string | null) => void;

/** What came of tapping a folder. */
export type Tapped =
  | { readonly type: 'tapped'; readonly tap: Disposable }
  | { readonly type: 'gone' }
  /** The folder may not be read. */
  | { readonly type: 'refused' }
  /** The machine has no watch left. `limit` names the setting that is used up. */
  | { readonly type: 'exhausted'; readonly limit: string }
  /** This file system or machine knows no native watching. */
  | { readonly type: 'unsupported'; readonly code: string };

/**
 * Hears what happens in one folder, from the system itself: the listener is called from within the
 * event, for each event, so that it can look at once at what may be gone a millisecond later.
 * @param recursive hear the folders below as well; names are then paths from the folder
 */
export function openTap(folder: string, recursive: boolean, listener: TapListener): Tapped {
  try {
    const watcher = watch(folder, { recursive }, (event, name) => listener(event, name));
    // Windows reports the removal of the watched folder itself as an error.
    watcher.on('error', () => listener('rename', null));
    return { type: 'tapped', tap: { dispose: () => watcher.close() } };
  } catch (error) {
    return whyNot(errnoCode(error) ?? 'UNKNOWN');
  }
}

function whyNot(code: string): Tapped {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return { type: 'gone' };
    case 'EACCES':
    case 'EPERM':
    case 'ENAMETOOLONG':
      return { type: 'refused' };
    case 'ENOSPC':
    case 'ENOMEM':
      return { type: 'exhausted', limit: 'fs.inotify.max_user_watches' };
    case 'EMFILE':
    case 'ENFILE':
      // On macOS a watch takes a file descriptor instead.
      return { type: 'exhausted', limit: process.platform === 'linux' ? 'fs.inotify.max_user_instances' : 'ulimit -n' };
    default:
      return { type: 'unsupported', code };
  }
}
