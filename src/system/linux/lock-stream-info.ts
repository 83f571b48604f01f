import { closeSync, openSync, readSync } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';
import { errnoCode } from '../../base/errors.ts';
import { lockKeysIn } from './lock-lines.ts';

/** Bytes; the locks of one open file. */
const most = 4096;
const bytes = Buffer.alloc(most);

/** What the kernel tells of one descriptor of a process, read again and again at a tenth of what opening it costs. */
export class DescriptorInfo implements Disposable {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  /** null where it is not there, or not for this user to see. */
  static open(pid: number, descriptor: string): DescriptorInfo | null {
    try {
      return new DescriptorInfo(openSync(`/proc/${pid}/fdinfo/${descriptor}`, 'r'));
    } catch (error) {
      if (errnoCode(error) === undefined) throw error;
      return null;
    }
  }

  /** Whether its open file has this lock; see LockLine's key. */
  has(key: string): boolean {
    return lockKeysIn(this.#read()).includes(key);
  }

  dispose(): void {
    closeSync(this.#file);
  }

  #read(): string {
    try {
      return bytes.toString('latin1', 0, readSync(this.#file, bytes, 0, most, 0));
    } catch (error) {
      // The process is gone, or has closed the descriptor.
      if (errnoCode(error) === undefined) throw error;
      return '';
    }
  }
}
