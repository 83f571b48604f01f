// Holds and waits for tests, made up and at random.
import type { Actor, Happening, LockName, Span } from '../../../src/contention/model.ts';

/** A moment like those of the product: ms since the epoch, where doubles have few digits left. */
export const epoch = 1_764_000_000_000;

export function actor(pid: number | null, command: string | null = pid === null ? null : `git commit -m ${pid}`): Actor {
  return { pid, startMark: pid === null ? null : `mark ${pid}`, command };
}

export function lockName(path: string): LockName {
  return { path, resource: path.replace(/\.lock$/, ''), kind: 'git-index', title: 'Git index' };
}

export function span(fields: Partial<Span> & Pick<Span, 'is' | 'from' | 'to'>): Span {
  return { id: 1, lock: '/ws/a.lock', actor: actor(1), mode: 'exclusive', certainty: 'seen', blockers: [], ...fields };
}

export function began(key: string, { id: _id, lock, to: _to, ...rest }: Span): Happening {
  return { is: 'began', key, lock: lockName(lock), span: rest };
}

/** Numbers from 0 to 1 that are the same for the same seed: mulberry32, by Tommy Ettinger. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: () => number, options: readonly [T, ...T[]]): T {
  return options[Math.floor(random() * options.length)] ?? options[0];
}

/** Any holds and waits at all, also such as no lock would allow; on a grid, so that edges meet. */
export function randomSpans(random: () => number, count: number): readonly Span[] {
  return Array.from({ length: count }, (_none, at) => {
    const from = epoch + Math.floor(random() * 200) / 4;
    const length = Math.floor(random() * 60) / 4;
    return span({
      id: at + 1,
      is: pick(random, ['hold', 'hold', 'wait']),
      lock: pick(random, ['/ws/a.lock', '/ws/b.lock']),
      actor: pick(random, [actor(1, 'git commit'), actor(2, 'git commit'), actor(3, '/usr/bin/make all'), actor(null), actor(4, null)]),
      mode: pick(random, ['exclusive', 'exclusive', 'shared']),
      from,
      to: random() < 0.05 ? null : from + length,
      certainty: pick(random, ['seen', 'seen', 'sampled', 'glimpsed']),
    });
  });
}
