import path from 'node:path';
import { watch } from 'chokidar';
import type { Disposable } from '../../base/disposable.ts';
import { errnoCode } from '../../base/errors.ts';

export interface SettledOptions {
  readonly folder: string;
  readonly mayBeLock: (name: string, folder: string) => boolean;
  /** null: native events; else look every so many ms. */
  readonly pollMs: number | null;
  /** A possible lock in the folder is there, has changed or is gone, now that the dust has settled. */
  readonly onTouch: (path: string) => void;
  /** Polling only: something in the folder changed. Called for what chokidar has no event for, too. */
  readonly onStir: () => void;
  /** It cannot go on with native events. `code` is the system's. */
  readonly onExhausted: (code: string) => void;
}

/**
 * Keeps the settled picture of one folder with chokidar. It is late where a tap is at once, but it
 * lists the folder again after each event and compares, so what a tap missed is made good here.
 */
export function settle(options: SettledOptions): Disposable {
  const { folder, mayBeLock, pollMs, onTouch } = options;
  // chokidar takes each backslash for a separator and would watch another folder.
  if (path.sep === '/' && folder.includes('\\')) return { dispose: () => undefined };
  const counts = (full: string): boolean => full === folder || mayBeLock(path.basename(full), folder);
  const watcher = watch(folder, {
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignorePermissionErrors: true,
    ignored: (full) => !counts(full),
    ...(pollMs === null ? { usePolling: false } : { usePolling: true, interval: pollMs, binaryInterval: pollMs }),
  });
  watcher.on('all', (_event, full) => {
    if (full !== folder) onTouch(full);
  });
  // chokidar has no event for a dangling symlink, and some tools make their locks as such.
  if (pollMs !== null) watcher.on('raw', () => options.onStir());
  watcher.on('error', (error) => {
    const code = errnoCode(error);
    // Whatever else goes wrong with a folder the walk meets as well, and tells.
    if (code === 'ENOSPC' || code === 'EMFILE') options.onExhausted(code);
  });
  return {
    dispose: () => {
      // It lets go at once; the promise is for what may still be on its way, and nobody listens any more.
      watcher.close().catch(() => undefined);
    },
  };
}
