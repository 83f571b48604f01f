import type { Identity, Observation } from '../../../../src/locks/observation.ts';

/** What a program can make in the modelled file system. */
export type NodeType = 'file' | 'folder' | 'symlink';

/** What stands at a path; two paths can be names of one. */
export interface Node {
  readonly born: number;
  readonly type: NodeType;
  /** Whose it is, which no program sees: only the invariants ask. */
  readonly maker: string;
  /** The mode, as far as it matters: that of a folder that stands in for a lock. */
  readonly isSticky: boolean;
  written: number;
  content: string;
}

/** What the file system tells the model of each call, so that the state of whoever calls is known by what it has seen. */
export interface Listener {
  /** A time that no other node was made or written at. */
  readonly stamp: () => number;
  readonly saw: (result: string, paths: readonly string[]) => void;
}

/** Errors by code, made once: a stack each would be most of the work. */
const errors = new Map<string, Error>();

function failure(code: string): Error {
  const known = errors.get(code);
  if (known !== undefined) return known;
  const made = Object.assign(new Error(`${code}: in the model`), { code });
  errors.set(code, made);
  return made;
}

/** Chance is no part of the model: an undo id is told by its time alone, which is another for each. */
export function canonical(path: string): string {
  return path.startsWith('/q/') ? path.replace(/-[0-9a-z]{5}(?=\/|$)/, '') : path;
}

/**
 * Of everything: ext4 hands out a freed number again at once, and a protocol that takes two of one
 * number for one has to fail here.
 */
export const inodeNumber = 1n;

const nothing = new Uint8Array(0);

/**
 * A file system in memory with the semantics of Linux, as far as lockers and breakers can tell: what
 * exists is never replaced by O_EXCL, mkdir, symlink and link; unlink takes no folder, rmdir nothing
 * else; rename replaces like with like; an exchange needs both.
 * The folders that all is in are always there, and are no nodes.
 */
export class Files {
  readonly #nodes = new Map<string, Node>();
  readonly #makers = new Map<bigint, string>();
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** O_EXCL, mkdir or symlink, whichever makes that type. */
  make(type: NodeType, path: string, content: string, maker: string, isSticky = false): Node {
    const key = canonical(path);
    if (this.#nodes.has(key)) this.#fail('EEXIST', key);
    this.#requireFolder(key);
    const born = this.#listener.stamp();
    const node: Node = { born, type, maker, isSticky, written: born, content };
    this.#nodes.set(key, node);
    this.#makers.set(BigInt(born), maker);
    this.#listener.saw('made', [key]);
    return node;
  }

  /** Through an open descriptor: wherever the file is by now. */
  write(node: Node, content: string): void {
    node.content = content;
    node.written = this.#listener.stamp();
    this.#listener.saw('written', ['contents']);
  }

  unlink(path: string): void {
    const key = canonical(path);
    if (this.#at(key).type === 'folder') this.#fail('EISDIR', key);
    this.#remove(key);
  }

  rmdir(path: string): void {
    const key = canonical(path);
    if (this.#at(key).type !== 'folder') this.#fail('ENOTDIR', key);
    if (this.#namesIn(key).length > 0) this.#fail('ENOTEMPTY', key);
    this.#remove(key);
  }

  rename(from: string, to: string): void {
    const [source, target] = [canonical(from), canonical(to)];
    const moved = this.#at(source);
    const replaced = this.#nodes.get(target);
    if (replaced === moved) return this.#listener.saw('same', [source, target]);
    if (replaced !== undefined && replaced.type === 'folder' && moved.type !== 'folder') this.#fail('EISDIR', target);
    if (replaced !== undefined && replaced.type !== 'folder' && moved.type === 'folder') this.#fail('ENOTDIR', target);
    if (replaced?.type === 'folder' && this.#namesIn(target).length > 0) this.#fail('ENOTEMPTY', target);
    this.#put(target, this.#pick(source));
    return this.#listener.saw('renamed', [source, target]);
  }

  /** renameat2(RENAME_EXCHANGE). */
  exchange(a: string, b: string): void {
    const [first, second] = [canonical(a), canonical(b)];
    // Either is there, or nothing has changed.
    this.#at(first);
    this.#at(second);
    if (first.startsWith(`${second}/`) || second.startsWith(`${first}/`)) this.#fail('EINVAL', first);
    const [one, other] = [this.#pick(first), this.#pick(second)];
    this.#put(first, other);
    this.#put(second, one);
    this.#listener.saw('exchanged', [first, second]);
  }

  link(from: string, to: string): void {
    const [source, target] = [canonical(from), canonical(to)];
    const node = this.#at(source);
    if (node.type === 'folder') this.#fail('EPERM', source);
    if (this.#nodes.has(target)) this.#fail('EEXIST', target);
    this.#requireFolder(target);
    this.#nodes.set(target, node);
    this.#listener.saw('linked', [source, target]);
  }

  /** readdir. */
  names(path: string): readonly string[] {
    const key = canonical(path);
    if (this.#at(key).type !== 'folder') this.#fail('ENOTDIR', key);
    const names = this.#namesIn(key);
    this.#listener.saw(names.join(), [key]);
    return names;
  }

  /** Whether two paths are names of one file, which two inode numbers at the same time do tell. */
  isOne(a: string, b: string): boolean {
    const [first, second] = [canonical(a), canonical(b)];
    const is = this.#nodes.has(first) && this.#nodes.get(first) === this.#nodes.get(second);
    this.#listener.saw(is ? 'one' : 'two', [first, second]);
    return is;
  }

  look(path: string): Observation | null {
    const key = canonical(path);
    const node = this.#nodes.get(key);
    const entries = node?.type === 'folder' ? this.#namesIn(key) : [];
    this.#listener.saw(node === undefined ? 'nothing' : `${described(node)} ${entries.join()}`, [key]);
    return node === undefined ? null : observation(path, node, entries);
  }

  /** For whoever asks outside of any program: no call, and heard by nobody. */
  peek(path: string): Node | null {
    return this.#nodes.get(canonical(path)) ?? null;
  }

  /** As peek, for all that stands anywhere. */
  all(): readonly (readonly [path: string, node: Node])[] {
    return [...this.#nodes];
  }

  /** Whose the node with this identity is or was. */
  makerOf({ birthtimeNs }: Identity): string | null {
    return this.#makers.get(birthtimeNs ?? -1n) ?? null;
  }

  /** All of it, the same for the same. */
  key(): string {
    return [...this.#nodes].map(([path, node]) => `${path}=${described(node)}`).sort().join();
  }

  #at(key: string): Node {
    return this.#nodes.get(key) ?? this.#fail('ENOENT', key);
  }

  #fail(code: string, key: string): never {
    this.#listener.saw(code, [key]);
    throw failure(code);
  }

  #remove(key: string): void {
    this.#nodes.delete(key);
    this.#listener.saw('removed', [key]);
  }

  /** What stands above a path is a folder; the outermost ones are no nodes. */
  #requireFolder(key: string): void {
    const above = key.slice(0, key.lastIndexOf('/'));
    if (this.#nodes.has(above)) {
      if (this.#at(above).type !== 'folder') this.#fail('ENOTDIR', key);
    } else if (above.lastIndexOf('.lock') !== -1) this.#fail('ENOENT', key);
  }

  #namesIn(key: string): readonly string[] {
    const start = `${key}/`;
    return [...this.#nodes.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)).sort();
  }

  /** Takes off a node with all that is in it. */
  #pick(key: string): readonly (readonly [name: string, node: Node])[] {
    const names = this.#at(key).type === 'folder' ? ['', ...this.#namesIn(key).map((name) => `/${name}`)] : [''];
    return names.map((name) => {
      const node = this.#at(`${key}${name}`);
      this.#nodes.delete(`${key}${name}`);
      return [name, node];
    });
  }

  #put(key: string, picked: readonly (readonly [name: string, node: Node])[]): void {
    for (const [name, node] of picked) this.#nodes.set(`${key}${name}`, node);
  }
}

function described({ born, written, type, content, isSticky }: Node): string {
  return `${born}/${written}/${type}${isSticky ? '!' : ''}/${content}`;
}

function observation(path: string, node: Node, entries: readonly string[]): Observation {
  const { contentHash, ...rest } = identityOf(node);
  const identity = { ...rest, contentHash: [contentHash, ...entries].join(' ') };
  return { path, identity, artifact: artifactOf(node, entries), uid: 1000, bornAt: node.born, writtenAt: node.written, changedAt: node.written };
}

function identityOf({ born, written, type, content }: Node): Identity {
  return { dev: 1n, ino: inodeNumber, birthtimeNs: BigInt(born), mtimeNs: BigInt(written), size: BigInt(content.length), contentHash: `${type} ${content}` };
}

function artifactOf({ type, content }: Node, entries: readonly string[]): Observation['artifact'] {
  switch (type) {
    case 'file':
      return { type, head: nothing, whole: true };
    case 'folder':
      return { type, entries };
    case 'symlink':
      return { type, target: content };
  }
}
