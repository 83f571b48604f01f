import type { Family, FolderState, Inode, Names } from './folder-state.ts';

/**
 * What can be found in a folder after the power was lost: each file as any of the texts that it had since it was
 * flushed, half a write among them, and the names as at any moment since the folder was flushed. That is less than
 * ext4 promises (it keeps the order of changes to names, and flushes some renames), and no more than POSIX does.
 */
export function afterPowerLoss(folder: FolderState): readonly FolderState[] {
  return Object.entries(folder).reduce<readonly FolderState[]>(
    (all, [name, family]) => all.flatMap((others) => familiesOf(family).map((found) => ({ ...others, [name]: found }))),
    [{}],
  );
}

function familiesOf(family: Family): readonly Family[] {
  return [family.names, ...family.namesOnDisk].flatMap((names) => inodesOf(family, names).map((inodes) => ({ ...family, names, inodes, handles: {}, namesOnDisk: [] })));
}

function inodesOf({ inodes }: Family, names: Names): readonly Family['inodes'][] {
  const linked = new Set(Object.values(names));
  return Object.entries(inodes)
    .filter(([ino]) => linked.has(Number(ino)))
    .reduce<readonly Family['inodes'][]>((all, [ino, inode]) => all.flatMap((others) => textsOf(inode).map((text) => ({ ...others, [ino]: { ...inode, text, onDisk: [text] } }))), [{}]);
}

function textsOf({ text, onDisk }: Inode): readonly string[] {
  return onDisk.length === 0 ? [text] : onDisk;
}
