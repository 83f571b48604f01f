import path from 'node:path';
import { Emitter } from '../../base/emitter.ts';
import type { Text } from '../../base/text.ts';

/** Something that keeps the watcher from seeing all there is, or from seeing it at once. */
export interface Trouble {
  readonly code:
    /** The machine's file watches are used up. Told once, whatever the number of folders. */
    | 'watch-limit'
    /** There is no native watching, or it is switched off. Told once. */
    | 'polling'
    /** A mount that other machines write to as well. */
    | 'network-folder'
    | 'unreadable-folder'
    /** A folder or possible lock whose name is no UTF-8. */
    | 'unreadable-name'
    /** A root that is not there (any more). */
    | 'folder-gone';
  /** The folder that it is about, or the first one where it is about many. */
  readonly path: string;
  readonly message: Text;
}

/** The troubles of the moment. Each is told once, when it begins, and once when it has ended. */
export class TroubleBook {
  readonly #open = new Map<string, Trouble>();
  readonly didMeet = new Emitter<Trouble>();
  readonly didEnd = new Emitter<Trouble>();

  list(): readonly Trouble[] {
    return [...this.#open.values()];
  }

  meet(trouble: Trouble): void {
    const key = keyOf(trouble.code, trouble.path);
    if (this.#open.has(key)) return;
    this.#open.set(key, trouble);
    this.didMeet.fire(trouble);
  }

  end(code: Trouble['code'], where: string): void {
    if (this.#open.size > 0) this.#endIf((trouble) => trouble.code === code && trouble.path === where);
  }

  /** Ends those of one code for which `stillThere` is false. */
  review(code: Trouble['code'], stillThere: (where: string) => boolean): void {
    if (this.#open.size > 0) this.#endIf((trouble) => trouble.code === code && !stillThere(trouble.path));
  }

  /** Ends what was told about a folder and all below it, because nobody looks there any more. */
  endBelow(folder: string): void {
    if (this.#open.size === 0) return;
    const below = folder.endsWith(path.sep) ? folder : folder + path.sep;
    this.#endIf(({ code, path: where }) => isLocal(code) && (where === folder || where.startsWith(below)));
  }

  dispose(): void {
    this.didMeet.dispose();
    this.didEnd.dispose();
    this.#open.clear();
  }

  #endIf(isOver: (trouble: Trouble) => boolean): void {
    for (const [key, trouble] of this.#open) {
      if (!isOver(trouble)) continue;
      this.#open.delete(key);
      this.didEnd.fire(trouble);
    }
  }
}

/** Whether the trouble is one of the folder's own, rather than of the machine or of a root. */
function isLocal(code: Trouble['code']): boolean {
  return code === 'unreadable-folder' || code === 'unreadable-name' || code === 'network-folder';
}

// The watch limit is one number for the whole machine: one trouble, however many folders it hits.
function keyOf(code: Trouble['code'], where: string): string {
  return code === 'watch-limit' || code === 'polling' ? code : `${code}\0${where}`;
}
