import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { Trouble } from '../../../../src/watch/tree/troubles.ts';
import { createTreeWatcher, type TreeWatcher, type TreeWatcherOptions } from '../../../../src/watch/tree/watcher.ts';

/** No condition takes this long unless it will never be met, ms. */
const limitMs = 30_000;

/** An empty folder that is removed after the test. */
export function folderFor(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockscope-tree-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const lockNames = (name: string): boolean => name.endsWith('.lock');

/** A watcher, all that it has told so far, and a way to wait until it has told something. */
export interface Scene {
  readonly watcher: TreeWatcher;
  readonly touched: string[];
  readonly met: Trouble[];
  /** How often a path was touched. */
  times(full: string): number;
  /** Resolves as soon as the condition holds; it is asked again whenever the watcher tells something. */
  until(what: string, holds: () => boolean): Promise<void>;
  touch(full: string): Promise<void>;
  /** Forgets what was touched. */
  forget(): void;
}

export function sceneFor(t: TestContext, options: Partial<TreeWatcherOptions> = {}): Scene {
  const watcher = createTreeWatcher({ mayBeLock: lockNames, ...options });
  t.after(() => watcher.dispose());
  const touched: string[] = [];
  const met: Trouble[] = [];
  const checks = new Set<() => void>();
  const ask = (): void => checks.forEach((check) => check());
  watcher.onDidTouch((full) => {
    touched.push(full);
    ask();
  });
  watcher.onDidMeetTrouble((trouble) => {
    met.push(trouble);
    ask();
  });
  watcher.onDidEndTrouble(ask);
  const until = (what: string, holds: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error(`never came: ${what}`)), limitMs);
      const check = (): void => {
        if (!holds()) return;
        clearTimeout(giveUp);
        checks.delete(check);
        resolve();
      };
      checks.add(check);
      check();
    });
  return {
    watcher,
    touched,
    met,
    times: (full) => touched.filter((one) => one === full).length,
    until,
    touch: (full) => until(`a touch of ${JSON.stringify(full)}`, () => touched.includes(full)),
    forget: () => touched.splice(0),
  };
}
