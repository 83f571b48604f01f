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
  readonly heading: Heading;
}

/** Where a lock belongs. */
export function groupOf(lock: Lock, grouping: Grouping, folders: readonly Folder[]): Group {
  switch (grouping) {
    case 'state': {
      const { state } = lock.verdict;
      return { id: `state:${state}`, heading: { by: 'state', state } };
    }
    case 'folder': {
      const folder = folderOf(lock.resource, folders);
      return { id: `folder:${folder}`, heading: { by: 'folder', path: folder } };
    }
    case 'holder':
      return { id: `holder:${identityOf(lock.holder)}`, heading: { by: 'holder', holder: lock.holder } };
  }
}

/** Sorts groups by code unit: urgent states first, names as people sort them, unknown holders last. */
export function orderOf(heading: Heading): string {
  switch (heading.by) {
    case 'state':
      return rankOf(heading.state);
    case 'folder':
      return naturalKey(heading.path);
    case 'holder':
      return heading.holder === null ? '1' : `0${naturalKey(nameHolder(heading.holder))}`;
  }
}

/** Sorts the urgent states first, as one character. */
export function rankOf(state: LockState): string {
  return String(lockStates.indexOf(state));
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
function identityOf(holder: Holder | null): string {
  if (holder === null) return '';
  const { pid, host, startMark, user } = holder;
  return [host, pid, pid === null ? user : startMark].map((part) => part ?? '').join('\0');
}
