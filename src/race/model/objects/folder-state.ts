/** What a name stands for. It lives as long as a name or a handle leads to it. */
export type Inode = {
  readonly is: 'file' | 'folder';
  readonly text: string;
  /** Who made it where nothing was before; null of what was there from the start. */
  readonly by: string | null;
  /** In ticks; null where the folder keeps no times. */
  readonly changedAt: number | null;
  /** Different for each that was ever made; null where the folder keeps no births, so that one with the same number may be another. */
  readonly born: number | null;
  /** What may be found in it after the power was lost, sorted; empty where the folder does not keep track. */
  readonly onDisk: readonly string[];
};

/** An open file: where it reads and writes next, or that it always writes at the end. */
export type Open = { readonly ino: number; readonly at: number | 'end' };

export type Names = { readonly [name: string]: number };

/** Names that may come to stand for each other's files. */
export type Family = {
  readonly names: Names;
  readonly inodes: { readonly [ino: string]: Inode };
  /** By actor and number: "A 0". */
  readonly handles: { readonly [handle: string]: Open };
  readonly births: number;
  /** What the names may be after the power was lost, besides what they are now. */
  readonly namesOnDisk: readonly Names[];
};

/** By the name of the family. One without anything in it is left out. */
export type FolderState = { readonly [family: string]: Family };

/** What a folder keeps track of, beyond names and texts. Each makes more states, so that it is there only where it counts. */
export interface Keeps {
  /** When each file was changed last. */
  readonly times: boolean;
  /** A number for each file that is never used again, as a birth time is. Without it inode numbers alone tell files apart, and are used again at once. */
  readonly births: boolean;
  /** What is flushed to the disk, for when the power is lost. */
  readonly flushes: boolean;
}

export const emptyFamily: Family = { names: {}, inodes: {}, handles: {}, births: 0, namesOnDisk: [] };

export function isEmpty({ names, inodes, births, namesOnDisk }: Family): boolean {
  return Object.keys(names).length === 0 && Object.keys(inodes).length === 0 && births === 0 && namesOnDisk.length === 0;
}
