import path from 'node:path';
import type { Grouping } from '../../contributions.ts';
import { lockStates, type Holder, type Lock, type LockState } from '../../locks/lock.ts';
import { innermost, nameHolder, type Folder } from '../wording.ts';
import { naturalKey } from './natural-key.ts';

/** What the locks of a group have in common. */
export type Heading =
  | { readonly by: 'state'; readonly state: LockState }
  | { readonly by: 'folder'; readonly path: string }
  /** null: none is known. */
  | { readonly by: 'holder'; readonly holder: Holder | null };

/** The group that a lock belongs to. */
export interface Group {
  /** The same for all locks of the group, and no other's. */
  readonly id: string;
  /** Sorts the groups, by code unit. */
  readonly order: string;
  readonly heading: Heading;
}

/** Where a lock belongs. */
export function groupOf(lock: Lock, grouping: Grouping, folders: readonly Folder[]): Group {
  switch (grouping) {
    case 'state':
      return groupOfState(lock.verdict.state);
    case 'folder':
      return groupOfFolder(folderOf(lock.resource, folders));
    case 'holder':
      return groupOfHolder(lock.holder);
  }
}

function groupOfState(state: LockState): Group {
  return { id: `state:${state}`, order: rankOf(state), heading: { by: 'state', state } };
}

/** Sorts the urgent states first, as one character. */
export function rankOf(state: LockState): string {
  return String(lockStates.indexOf(state));
}

function groupOfFolder(folder: string): Group {
  return { id: `folder:${folder}`, order: naturalKey(folder), heading: { by: 'folder', path: folder } };
}

/**
 * The folder that a resource is in. What a tool keeps in a folder of its own, whose name starts with
 * a dot, belongs to the folder around it: all locks of a repository are together.
 */
function folderOf(resource: string, folders: readonly Folder[]): string {
  const root = innermost(resource, folders)?.path;
  if (root === undefined) return path.dirname(resource);
  const segments = path.relative(root, resource).split(path.sep).slice(0, -1);
  const hidden = segments.findIndex((segment) => segment.startsWith('.'));
  return path.join(root, ...(hidden < 0 ? segments : segments.slice(0, hidden)));
}

/** A process is one only with its start: another may have its number by now. */
function groupOfHolder(holder: Holder | null): Group {
  if (holder === null) return { id: 'holder:', order: '1', heading: { by: 'holder', holder } };
  const { pid, host, startMark, user } = holder;
  const name = nameHolder(holder);
  return { id: `holder:${JSON.stringify([host, pid, startMark, pid === null ? user : null])}`, order: `0${naturalKey(name)}`, heading: { by: 'holder', holder } };
}
