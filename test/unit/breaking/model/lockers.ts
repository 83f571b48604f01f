import { errnoCode } from '../../../../src/base/errors.ts';
import type { Actor, Acting } from './explore.ts';
import type { Node, NodeType } from './files.ts';
import { lockPath, resourcePath, type World } from './world.ts';

/** Whether a locker has the lock when all begins. */
export type Start = 'holds' | 'wants';

/** Takes the lock for one who crashed, or who is yet to begin. */
export function acquire(world: World, type: NodeType, name: string): Node {
  const made = world.files.make(type, lockPath, name, name);
  world.enter(name);
  return made;
}

/** Waits for the lock. To try again and again is the same: an attempt that fails changes nothing. */
function* acquiring(world: World, type: NodeType, name: string): Generator<{ name: string; when: () => boolean }, Node, void> {
  yield { name: 'acquire', when: () => world.files.peek(lockPath) === null };
  return acquire(world, type, name);
}

/** By path, as every locker does, without asking whose it is. */
function release(world: World, type: NodeType, name: string): void {
  const there = world.files.peek(lockPath);
  attempt(world, name, () => {
    if (type === 'folder') world.files.rmdir(lockPath);
    else world.files.unlink(lockPath);
    if (there !== null) world.ends.set(there.maker, name);
  });
  world.inside.delete(name);
}

/** What fails is said aloud by whoever fails, and is tried no more. */
function attempt(world: World, name: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    world.failed.add(name);
  }
}

/** A crash elsewhere than in the critical section leaves nothing behind. */
function crashesInside(world: World, name: string): Actor['mayCrash'] {
  return () => world.inside.has(name);
}

/** Has the lock once: O_EXCL, mkdir or symlink, and unlink or rmdir. */
export function locker(world: World, name: string, type: NodeType, start: Start = 'wants', after?: string): Actor {
  if (start === 'holds') acquire(world, type, name);
  function* act(): Acting {
    if (start === 'wants') yield* acquiring(world, type, name);
    yield 'release';
    release(world, type, name);
  }
  return { name, act, after, mayCrash: crashesInside(world, name) };
}

/** As git does: what it has written into its lock takes the place of what the lock protects, and the lock is gone with that. */
export function committer(world: World, name: string, start: Start = 'wants'): Actor {
  const held = start === 'holds' ? acquire(world, 'file', name) : null;
  function* act(): Acting {
    const made = held ?? (yield* acquiring(world, 'file', name));
    yield 'write';
    world.files.write(made, contentBy(name));
    yield 'commit';
    const there = world.files.peek(lockPath);
    attempt(world, name, () => {
      world.files.rename(lockPath, resourcePath);
      world.commits.push(name);
      if (there !== null && there.maker !== name) world.ends.set(there.maker, name);
    });
    world.inside.delete(name);
  }
  return { name, act, mayCrash: crashesInside(world, name) };
}

/** What a committer makes of the resource. */
export function contentBy(name: string): string {
  return `${name} was here`;
}

/** As `git pack-refs` does: removes what the lock protects, and then the lock. */
export function remover(world: World, name: string, start: Start = 'wants'): Actor {
  world.removers.add(name);
  if (start === 'holds') acquire(world, 'file', name);
  function* act(): Acting {
    if (start === 'wants') yield* acquiring(world, 'file', name);
    yield 'remove the resource';
    attempt(world, name, () => {
      world.files.unlink(resourcePath);
      world.commits.push(name);
    });
    yield 'release';
    release(world, 'file', name);
  }
  return { name, act, mayCrash: crashesInside(world, name) };
}

/**
 * As `ln x lock` of a shell script does: where a folder stands at the lock's path, and its user is root,
 * it links into that. Until it is told to release what it has, it believes that it has the lock.
 */
export function linker(world: World, name: string): Actor {
  const own = `/x/${name}`;
  function* act(): Acting {
    yield { name: 'acquire', when: () => (world.files.peek(lockPath)?.type ?? 'folder') === 'folder' };
    const made = world.files.make('file', own, name, name);
    if (world.files.peek(lockPath) === null) world.files.link(own, lockPath);
    else world.files.link(own, `${lockPath}/${name}`);
    world.files.unlink(own);
    world.enter(made.maker);
    yield 'release';
    release(world, 'file', name);
  }
  return { name, act, mayCrash: crashesInside(world, name) };
}

/**
 * Some other program that takes a lock for stale, and a moment later removes what is there by then.
 * @param type what it can remove; 'any' for whatever is there, as `rm -rf` does
 */
export function foreignBreaker(world: World, name: string, type: NodeType | 'any'): Actor {
  function* act(): Acting {
    yield 'judge';
    const there = world.files.look(lockPath);
    if (there === null || !world.isStale()) return;
    yield 'remove by path';
    const victim = world.files.peek(lockPath);
    attempt(world, name, () => {
      if (type === 'folder' || (type === 'any' && victim?.type === 'folder')) world.files.rmdir(lockPath);
      else world.files.unlink(lockPath);
      if (victim !== null) world.ends.set(victim.maker, name);
    });
  }
  return { name, act, mayCrash: () => false };
}
