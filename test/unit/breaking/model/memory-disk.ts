import { errnoCode, orGone } from '../../../../src/base/errors.ts';
import { text } from '../../../../src/base/text.ts';
import type { Disk } from '../../../../src/breaking/disk.ts';
import type { Placeholder, PlaceholderType } from '../../../../src/breaking/placeholder.ts';
import { standInFor, type PutBack } from '../../../../src/breaking/put-back.ts';
import { op, type Steps } from '../../../../src/breaking/steps.ts';
import { inodeNumber, type Files } from './files.ts';

/** 'refused': there is the call, but this file system says EINVAL. */
export type Exchanging = 'native' | 'none' | 'refused';

/** Whose a placeholder is, for the invariants. */
export const standIn = 'placeholder';

const placeholderWords = 'stands in';

/** The product's port on the modelled file system: what src/breaking/{disk,placeholder,put-back}.ts do on the real one, call by call. */
export class MemoryDisk implements Disk {
  readonly exchange: Disk['exchange'];
  readonly #files: Files;
  readonly #exchanging: Exchanging;
  readonly #meanwhile: () => void;

  /** @param meanwhile lets another act between two calls of one operation, where the model wants that */
  constructor(files: Files, exchanging: Exchanging, meanwhile: () => void) {
    this.#files = files;
    this.#exchanging = exchanging;
    this.#meanwhile = meanwhile;
    this.exchange = exchanging === 'none' ? { is: 'none', why: text('the model has none') } : { is: 'native', swap: (a, b) => files.exchange(a, b) };
  }

  look = (file: string): ReturnType<Disk['look']> => this.#files.look(file);

  isGone(file: string): boolean {
    return this.#files.look(file) === null;
  }

  swap(own: string, other: string): boolean {
    if (this.#exchanging === 'refused') throw Object.assign(new Error('EINVAL: in the model'), { code: 'EINVAL' });
    return this.#unlessGone(other, () => this.#files.exchange(own, other));
  }

  move(from: string, own: string): boolean {
    return this.#unlessGone(from, () => this.#files.rename(from, own));
  }

  putUp(file: string, type: PlaceholderType): Placeholder {
    this.#files.make(type, file, type === 'file' ? placeholderWords : '', standIn, type === 'folder');
    return { type, dev: 1n, ino: inodeNumber };
  }

  isPlaceholder(file: string, own: Placeholder | null): boolean {
    const seen = this.#files.look(file);
    const node = this.#files.peek(file);
    if (seen === null || node === null) return false;
    if (node.type === 'folder') return (own?.type === 'folder' && own.ino === seen.identity.ino) || node.isSticky;
    return node.type === 'file' && node.content === placeholderWords;
  }

  takeDown(file: string, type: PlaceholderType): ReturnType<Disk['takeDown']> {
    try {
      if (type === 'folder') this.#files.rmdir(file);
      else this.#files.unlink(file);
      return 'done';
    } catch (error) {
      if (errnoCode(error) === 'ENOENT') return 'gone';
      if (['ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(errnoCode(error) ?? '')) return 'another';
      throw error;
    }
  }

  inside(file: string): readonly string[] {
    return orGone(() => this.#files.names(file)) ?? [];
  }

  putBack(own: string, to: string): Steps<PutBack> {
    if (this.#files.look(own)?.artifact.type !== 'folder') return this.#putBackByLink(own, to);
    return this.exchange.is === 'native' ? this.#putBackByExchange(own, to) : this.#putBackByRename(own, to);
  }

  *#putBackByLink(from: string, to: string): Steps<PutBack> {
    try {
      yield* op('link', () => this.#files.link(from, to));
    } catch (error) {
      if (errnoCode(error) !== 'EEXIST') throw error;
      if (!this.#files.isOne(from, to)) return 'occupied';
      this.#files.unlink(from);
      return 'done';
    }
    yield* op('unlink', () => this.#files.unlink(from));
    return 'done';
  }

  *#putBackByExchange(from: string, to: string): Steps<PutBack> {
    const own = yield* this.#placeTakenByFile(to, from);
    if (own === 'occupied') return own;
    try {
      yield* op('exchange', () => this.#files.exchange(from, to));
    } catch (error) {
      if (this.isPlaceholder(to, own)) this.takeDown(to, own.type);
      throw error;
    }
    if (!(yield* op('verify', () => this.isPlaceholder(from, own)))) {
      yield* op('exchange back', () => this.#files.exchange(from, to));
      return 'occupied';
    }
    yield* op('drop', () => this.takeDown(from, own.type));
    return 'done';
  }

  *#putBackByRename(from: string, to: string): Steps<PutBack> {
    const own = yield* op('take the place', () => this.#placeTaken(to, 'folder'));
    if (own === 'occupied') return own;
    try {
      yield* op('rename', () => this.#files.rename(from, to));
    } catch (error) {
      if (['ENOTEMPTY', 'ENOTDIR'].includes(errnoCode(error) ?? '')) return 'occupied';
      if (this.isPlaceholder(to, own)) this.takeDown(to, own.type);
      throw error;
    }
    return 'done';
  }

  *#placeTakenByFile(to: string, from: string): Steps<Placeholder | 'occupied'> {
    const made = standInFor(from);
    const own = yield* op('put up', () => this.putUp(made, 'file'));
    try {
      yield* op('take the place', () => this.#files.link(made, to));
      return own;
    } catch (error) {
      if (errnoCode(error) === 'EEXIST') return 'occupied';
      throw error;
    } finally {
      this.takeDown(made, 'file');
    }
  }

  #placeTaken(to: string, type: PlaceholderType): Placeholder | 'occupied' {
    try {
      return this.putUp(to, type);
    } catch (error) {
      if (errnoCode(error) === 'EEXIST') return 'occupied';
      throw error;
    }
  }

  /** The product asks after a failure, which is a second call: something may stand there again. */
  #unlessGone(file: string, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      if (errnoCode(error) !== 'ENOENT') throw error;
      this.#meanwhile();
      if (this.isGone(file)) return false;
      throw error;
    }
  }
}
