import { lstatSync, type BigIntStats } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';
import type { KernelHold, KernelLocks, RunningProcess } from '../machine.ts';
import { mountAt, readMounts, remoteType, type Mounts } from '../mounts.ts';
import type { Holding, LockHolders } from './lock-holders.ts';
import { deviceName, type LockEntry } from './lock-lines.ts';

/** Tells of a live process; null of any other. */
export type Describe = (pid: number) => RunningProcess | null;

/** A file as lstat identifies it. */
interface FileId {
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
}

/** File systems whose inodes' device is not the one that lstat shows, or may not be. */
const oddTypes = /^(?:btrfs|bcachefs|overlay|zfs|aufs|fuse(?:blk)?(?:\..*)?|nfs4?|cifs|smb3|9p|ceph|afs|virtiofs)$/;

/** The locks of one reading. Who holds them is looked up when somebody asks. */
export class LockSnapshot implements KernelLocks {
  readonly #entries: ReadonlyMap<string, LockEntry>;
  readonly #byInode: ReadonlyMap<string, readonly LockEntry[]>;
  readonly #holders: LockHolders;
  readonly #describe: Describe;
  readonly #mounts: Mounts = readMounts();
  #mountIds: ReadonlySet<string> | null = null;
  #byPath: ReadonlyMap<string, readonly KernelHold[]> | null = null;

  constructor(entries: ReadonlyMap<string, LockEntry>, holders: LockHolders, describe: Describe) {
    this.#entries = entries;
    this.#byInode = groupByInode(entries.values());
    this.#holders = holders;
    this.#describe = describe;
  }

  on(file: FileId): readonly KernelHold[] {
    const entries = this.#entriesOn(file);
    this.#find(entries);
    return entries.map((entry) => this.#hold(entry));
  }

  get byPath(): ReadonlyMap<string, readonly KernelHold[]> {
    this.#byPath ??= this.#allByPath();
    return this.#byPath;
  }

  #allByPath(): ReadonlyMap<string, readonly KernelHold[]> {
    this.#find([...this.#entries.values()]);
    const paths = new Map<string, KernelHold[]>();
    for (const entry of this.#entries.values()) {
      const hold = this.#hold(entry);
      for (const place of this.#pathsHere(entry)) paths.set(place, [...(paths.get(place) ?? []), hold]);
    }
    return paths;
  }

  #entriesOn({ path, dev, ino }: FileId): readonly LockEntry[] {
    const sameInode = this.#byInode.get(String(ino)) ?? [];
    const own = deviceName(dev);
    const mount = mountAt(this.#mounts, path);
    if (mount === undefined || own === mount.device) {
      return mount === undefined || oddTypes.test(mount.type) ? sameInode : sameInode.filter(({ line }) => line.device === own);
    }
    // An overlay of several file systems has inode numbers of its own, which lstat does not show.
    const renumbered = mount.type === 'overlay' ? this.#onRenumbered(path, mount.device) : [];
    return [...new Set([...sameInode, ...renumbered])];
  }

  /** The locks on a device that are on this path, or may be. */
  #onRenumbered(path: string, device: string): LockEntry[] {
    const there = [...this.#entries.values()].filter(({ line }) => line.device === device);
    this.#find(there);
    return there.filter(({ line }) => {
      const holdings = this.#holders.of(line.key);
      return holdings.length === 0 || holdings.some((holding) => this.#mayBeAt(path, holding));
    });
  }

  #mayBeAt(place: string, { descriptor, path, mount }: Holding): boolean {
    const isRemoved = descriptor !== null && path === null;
    return !isRemoved && (path === place || !this.#isOwnMount(mount));
  }

  #isOwnMount(id: string | null): boolean {
    this.#mountIds ??= new Set([...this.#mounts.values()].map((mount) => mount.id));
    return id !== null && this.#mountIds.has(id);
  }

  #find(entries: readonly LockEntry[]): void {
    if (entries.length === 0) return;
    this.#holders.find(entries.map(({ line }) => line), () => [...this.#entries.values()].map(({ line }) => line));
  }

  /** Without those that name another file here than for a holder in a mount namespace of its own. */
  #pathsHere(entry: LockEntry): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const { path, mount } of this.#holders.of(entry.line.key)) {
      if (path !== null && !paths.has(path) && (this.#isOwnMount(mount) || this.#isOn(entry, path))) paths.add(path);
    }
    return paths;
  }

  #isOn(entry: LockEntry, path: string): boolean {
    // A server that does not answer would stop us here.
    const stats = remoteType(mountAt(this.#mounts, path)) === null ? identify(path) : null;
    return stats !== null && this.#entriesOn({ path, dev: stats.dev, ino: stats.ino }).includes(entry);
  }

  #hold({ line: { key, by, mode, start, end, pid }, waiters }: LockEntry): KernelHold {
    const order = (holding: Holding): number => (holding.pid === pid ? -1 : holding.startTicks);
    const pids = new Set(this.#holders.of(key).toSorted((a, b) => order(a) - order(b)).map((holding) => holding.pid));
    return { by, mode, start, end, holders: this.#describeAll(pids), waiters: this.#describeAll(waiters) };
  }

  #describeAll(pids: ReadonlySet<number>): RunningProcess[] {
    return [...pids].map((pid) => this.#describe(pid)).filter((process) => process !== null);
  }
}

function groupByInode(entries: Iterable<LockEntry>): ReadonlyMap<string, readonly LockEntry[]> {
  const groups = new Map<string, LockEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.line.inode);
    if (group === undefined) groups.set(entry.line.inode, [entry]);
    else group.push(entry);
  }
  return groups;
}

function identify(path: string): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return null;
  }
}
