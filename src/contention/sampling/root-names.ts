import path from 'node:path';
import { contains } from '../../base/paths.ts';
import { realFolder } from '../../watch/real-folder.ts';

/** The folders that are watched, by the name the user gave them and by the one the kernel knows. */
export class RootNames {
  readonly #places: readonly { readonly root: string; readonly real: string }[];

  constructor(roots: readonly string[]) {
    this.#places = roots.map((root) => ({ root, real: realFolder(root) }));
  }

  get isEmpty(): boolean {
    return this.#places.length === 0;
  }

  /** A path of the kernel's as it is below one of the roots; null where it is outside of all. */
  nameOf(file: string): string | null {
    const place = this.#places.find(({ real }) => contains(real, file));
    if (place === undefined) return null;
    return place.root === place.real ? file : path.join(place.root, path.relative(place.real, file));
  }
}
