import { realpathSync } from 'node:fs';
import { orGone } from '../base/errors.ts';
import { contains } from '../base/paths.ts';
import type { Lock } from '../locks/lock.ts';

/** Kinds that any file or folder may be taken for whose name ends like a lock's. */
const generalKinds: ReadonlySet<string> = new Set(['file', 'pid-file', 'folder']);

/**
 * Whether a window may touch a lock as far as its place is concerned: inside of the open folders, where the
 * inventory lists it (a git folder outside that a workspace's repository uses), or when its tool is known.
 * @param target where it really stands
 * @param folders that are open, absolute
 * @param listed the locks of the inventory
 */
export function isInScope({ path, kind }: Pick<Lock, 'path' | 'kind'>, target: string, folders: readonly string[], listed: readonly Pick<Lock, 'path'>[]): boolean {
  return !generalKinds.has(kind) || folders.some((folder) => contains(realOf(folder), target)) || listed.some((lock) => lock.path === path);
}

function realOf(folder: string): string {
  return orGone(() => realpathSync(folder)) ?? folder;
}
