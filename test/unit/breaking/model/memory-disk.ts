import { errnoCode, orGone } from '../../../../src/base/errors.ts';
import { text } from '../../../../src/base/text.ts';
import type { Disk } from '../../../../src/breaking/disk.ts';
import type { Placeholder, PlaceholderType } from '../../../../src/breaking/placeholder.ts';
import { canonical, inodeNumber, type Files } from './files.ts';

/** 'refused': there is the call, but this file system says EINVAL. */
export type Exchanging = 'native' | 'none' | 'refused';

/** Whose a placeholder is, for the invariants. */
export const standIn = 'placeholder';

const placeholderWords = 'stands in';

/** The product's port on the modelled file system: what src/breaking/{disk,placeholder}.ts do on the real one, call by call. */
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
    return this.#unlessAbsent(own, () => this.#files.exchange(own, other));
  }

  move(from: string, own: string): boolean {
    try {
      this.#files.rename(from, own);
      return true;
    } catch (error) {
      // The entry that it goes to is never removed under it.
      if (errnoCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  isFolder(file: string): boolean {
    const seen = this.#files.look(file);
    if (seen === null) throw Object.assign(new Error(`ENOENT: ${file}`), { code: 'ENOENT' });
    return seen.artifact.type === 'folder';
  }

  putUp(file: string, type: PlaceholderType): Placeholder | null {
    try {
      this.#files.make(type, file, type === 'file' ? placeholderWords : '', standIn, type === 'folder');
    } catch (error) {
      if (errnoCode(error) === 'EEXIST') return null;
      throw error;
    }
    return { type, dev: 1n, ino: inodeNumber, birthtimeNs: this.#files.look(file)?.identity.birthtimeNs ?? null };
  }

  isVery(file: string, own: Placeholder): boolean {
    const seen = this.#files.look(file);
    return seen !== null && seen.identity.birthtimeNs === own.birthtimeNs && (seen.artifact.type === 'folder') === (own.type === 'folder');
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

  link(from: string, to: string): ReturnType<Disk['link']> {
    try {
      this.#files.link(from, to);
      return 'done';
    } catch (error) {
      if (errnoCode(error) !== 'EEXIST') throw error;
      return this.#files.isOne(from, to) ? 'done' : 'occupied';
    }
  }

  makeAgain(): never {
    throw new Error('the model has links');
  }

  unlink(file: string): void {
    this.#files.unlink(file);
  }

  hasOtherName(file: string): boolean {
    return this.#files.all().some(([path]) => path !== canonical(file) && this.#files.isOne(file, path));
  }

  replaceFolder(from: string, to: string): boolean {
    try {
      this.#files.rename(from, to);
      return true;
    } catch (error) {
      if (['ENOTEMPTY', 'ENOTDIR'].includes(errnoCode(error) ?? '')) return false;
      throw error;
    }
  }

  /** The product asks after a failure whether it is its own path that is missing, which is a second call. */
  #unlessAbsent(own: string, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      if (errnoCode(error) !== 'ENOENT') throw error;
      this.#meanwhile();
      if (!this.isGone(own)) return false;
      throw error;
    }
  }
}
