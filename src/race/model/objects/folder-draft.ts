import { keyOf } from '../value.ts';
import { emptyFamily, isEmpty, type Family, type FolderState, type Inode, type Keeps, type Names, type Open } from './folder-state.ts';

/** A family of names as one operation changes it. */
export class FolderDraft {
  private readonly folder: FolderState;
  private readonly family: string;
  private readonly keeps: Keeps;
  private readonly names: Record<string, number>;
  private readonly inodes: Record<string, Inode>;
  private readonly handles: Record<string, Open>;
  private namesOnDisk: readonly Names[];
  private births: number;
  private readonly now: number;

  /** @param now in ticks */
  constructor(folder: FolderState, family: string, keeps: Keeps, now: number) {
    const { names, inodes, handles, births, namesOnDisk } = folder[family] ?? emptyFamily;
    this.folder = folder;
    this.family = family;
    this.keeps = keeps;
    this.now = now;
    this.names = { ...names };
    this.inodes = { ...inodes };
    this.handles = { ...handles };
    this.births = births;
    this.namesOnDisk = namesOnDisk;
  }

  /** The number of what a name stands for; null when there is none. */
  numberAt(name: string): number | null {
    return this.names[name] ?? null;
  }

  at(name: string): Inode | null {
    const ino = this.numberAt(name);
    return ino === null ? null : this.inode(ino);
  }

  inode(ino: number): Inode {
    const inode = this.inodes[ino];
    if (inode === undefined) throw new RangeError(`no file has the number ${ino}`);
    return inode;
  }

  /** Makes a file or a folder, and has the name stand for it. @returns its number, the lowest that is free */
  make(name: string, is: Inode['is'], by: string | null, text: string): number {
    let ino = 1;
    while (this.inodes[ino] !== undefined) ino += 1;
    const born = this.keeps.births ? (this.births += 1) : null;
    this.inodes[ino] = { is, text: '', by, changedAt: this.time(), born, onDisk: this.keeps.flushes ? [''] : [] };
    this.setName(name, ino);
    if (text !== '') this.setText(ino, text);
    return ino;
  }

  /** Has a name stand for something else, or for nothing. */
  setName(name: string, ino: number | null): void {
    const before = { ...this.names };
    if (ino === null) delete this.names[name];
    else this.names[name] = ino;
    if (this.keeps.flushes) this.namesOnDisk = unique([...this.namesOnDisk, before]);
  }

  /** Several names at once, as a rename does it. */
  setNames(names: readonly (readonly [string, number | null])[]): void {
    const before = this.namesOnDisk;
    const were = { ...this.names };
    for (const [name, ino] of names) this.setName(name, ino);
    if (this.keeps.flushes) this.namesOnDisk = unique([...before, were]);
  }

  /** @param maybe what of it may reach the disk alone, besides the whole */
  setText(ino: number, text: string, maybe: readonly string[] = []): void {
    const inode = this.inode(ino);
    const onDisk = this.keeps.flushes ? [...new Set([...inode.onDisk, ...maybe, text])].toSorted() : inode.onDisk;
    this.inodes[ino] = { ...inode, text, changedAt: this.time(), onDisk };
  }

  touch(ino: number): void {
    this.inodes[ino] = { ...this.inode(ino), changedAt: this.time() };
  }

  flush(ino: number): void {
    const inode = this.inode(ino);
    if (this.keeps.flushes) this.inodes[ino] = { ...inode, onDisk: [inode.text] };
  }

  flushNames(): void {
    this.namesOnDisk = [];
  }

  /** Opens it for an actor. @returns the number of the handle, the lowest that the actor has not in use */
  open(actor: string, ino: number, at: Open['at']): number {
    let number = 0;
    while (this.handles[`${actor} ${number}`] !== undefined) number += 1;
    this.handles[`${actor} ${number}`] = { ino, at };
    return number;
  }

  /** @throws RangeError when the actor has no such handle */
  handle(actor: string, number: number): Open {
    const open = this.handles[`${actor} ${number}`];
    if (open === undefined) throw new RangeError(`${actor} does not have it open`);
    return open;
  }

  move(actor: string, number: number, at: number): void {
    this.handles[`${actor} ${number}`] = { ...this.handle(actor, number), at };
  }

  close(actor: string, number: number): void {
    delete this.handles[`${actor} ${number}`];
  }

  closeAll(actor: string): void {
    for (const handle of Object.keys(this.handles)) if (handle.startsWith(`${actor} `)) delete this.handles[handle];
  }

  /** The folder with this family as it has become. What nothing leads to any more is gone. */
  done(): FolderState {
    const namesOnDisk = this.namesOnDisk.length === 0 ? this.namesOnDisk : without(this.namesOnDisk, this.names);
    const used = new Set([this.names, ...namesOnDisk].flatMap((names) => Object.values(names)));
    for (const { ino } of Object.values(this.handles)) used.add(ino);
    const inodes = Object.fromEntries(Object.entries(this.inodes).filter(([ino]) => used.has(Number(ino))));
    const family: Family = { names: this.names, inodes, handles: this.handles, births: this.births, namesOnDisk };
    const { [this.family]: _before, ...others } = this.folder;
    return isEmpty(family) ? others : { ...others, [this.family]: family };
  }

  private time(): number | null {
    return this.keeps.times ? this.now : null;
  }
}

function unique(all: readonly Names[]): readonly Names[] {
  const byKey = new Map(all.map((names) => [keyOf(names), names]));
  return [...byKey].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, names]) => names);
}

function without(all: readonly Names[], one: Names): readonly Names[] {
  const key = keyOf(one);
  return all.filter((names) => keyOf(names) !== key);
}
