import type { Family, FolderState } from './folder-state.ts';

/** The names that begin so, sorted. */
export function namesIn(folder: FolderState, prefix: string): readonly string[] {
  return Object.values(folder).flatMap(({ names }) => Object.keys(names).filter((name) => name.startsWith(prefix))).toSorted();
}

/** Whether a name is that of a lock, or goes on so. */
export function isLock(name: string): boolean {
  return name.endsWith('.lock') || name.includes('.lock.');
}

/** Who made what has such a name, sorted; nobody of what was there from the start. */
export function makersOf(folder: FolderState, isSuch: (name: string) => boolean): readonly string[] {
  const makers = Object.values(folder).flatMap(({ names, inodes }) => Object.keys(names).filter(isSuch).flatMap((name) => inodes[names[name] ?? 0]?.by ?? []));
  return [...new Set(makers)].toSorted();
}

/** Names with their texts, and open files that have none any more. */
export function describeFolder(folder: FolderState): string {
  const texts = Object.values(folder).flatMap(textsOf);
  return texts.length === 0 ? 'empty' : texts.toSorted().join('; ');
}

function textsOf({ names, inodes, handles }: Family): readonly string[] {
  const named = new Set(Object.values(names));
  const removed = Object.entries(handles).filter(([, { ino }]) => !named.has(ino));
  return [
    ...Object.entries(names).map(([name, ino]) => (inodes[ino]?.is === 'folder' ? `${name}/` : `${name}: ${JSON.stringify(inodes[ino]?.text ?? '')}`)),
    ...removed.map(([handle, { ino }]) => `(no name, open by ${handle.split(' ')[0] ?? ''}): ${JSON.stringify(inodes[ino]?.text ?? '')}`),
  ];
}
