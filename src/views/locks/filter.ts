import type { Lock } from '../../locks/lock.ts';
import { nameInWorkspace, type Folder } from '../wording.ts';

/** Which locks the view is to show: those in which every word occurs, in any place and case. */
export class Filter {
  /** As the user wrote it, without spaces around; empty for one that all locks pass. */
  readonly words: string;
  readonly #words: readonly string[];

  constructor(words: string) {
    this.words = words.trim();
    this.#words = this.words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  }

  passes(lock: Lock, folders: readonly Folder[]): boolean {
    if (this.#words.length === 0) return true;
    const text = searchable(lock, folders).toLowerCase();
    return this.#words.every((word) => text.includes(word));
  }
}

/** Paths from their folder on: the words of what is above it would find everything. */
function searchable({ resource, path, kind, title, holder }: Lock, folders: readonly Folder[]): string {
  const places = [nameInWorkspace(resource, folders), nameInWorkspace(path, folders)];
  const who = holder === null ? [] : [holder.command ?? '', String(holder.pid ?? ''), holder.user ?? ''];
  return [...places, kind, title, ...who].join('\n');
}
