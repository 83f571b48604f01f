import path from 'node:path';

/**
 * Whether `inner` is `outer` itself or lies below it. By path segments, so that `/ws-other` is not
 * in `/ws`. Both must be absolute and are compared as written: resolve symlinks first where they matter.
 */
export function contains(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** A path and all folders above it, nearest first, ending with the root. */
export function* upwards(start: string): Generator<string> {
  for (let here = start; ; here = path.dirname(here)) {
    yield here;
    if (here === path.dirname(here)) return;
  }
}
