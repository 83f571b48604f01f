// What others do, and what the product would do if its protocol were a little different: each lets two in, or loses a lock.
import { sameIdentity } from '../../../../src/locks/observation.ts';
import type { Disk } from '../../../../src/breaking/disk.ts';
import type { Steps } from '../../../../src/base/steps.ts';
import { usual, type Breaking } from './breakers.ts';
import type { Actor, Acting } from './explore.ts';
import type { NodeType } from './files.ts';
import { lockPath, type World } from './world.ts';

function removeByPath(world: World, name: string, type: NodeType): void {
  const victim = world.files.peek(lockPath);
  if (victim === null || (victim.type === 'folder') !== (type === 'folder')) return;
  if (type === 'folder') world.files.rmdir(lockPath);
  else world.files.unlink(lockPath);
  world.ends.set(victim.maker, name);
}

/** Judges, and removes what is at the path. */
export function unlinking(world: World, name: string, type: NodeType): Actor {
  function* act(): Acting {
    yield 'judge';
    if (!world.isStale()) return;
    yield 'unlink';
    removeByPath(world, name, type);
  }
  return { name, act, mayCrash: () => false };
}

/** Judges, looks whether it is still what was judged, and removes what is at the path. */
export function checking(world: World, name: string, type: NodeType): Actor {
  function* act(): Acting {
    yield 'judge';
    const judged = world.files.look(lockPath);
    if (judged === null || !world.isStale()) return;
    yield 'check';
    const now = world.files.look(lockPath);
    if (now === null || !sameIdentity(now.identity, judged.identity)) return;
    yield 'unlink';
    removeByPath(world, name, type);
  }
  return { name, act, mayCrash: () => false };
}

function but(disk: Disk, changes: Partial<Disk>): Disk {
  return {
    exchange: disk.exchange,
    look: (file) => disk.look(file),
    isGone: (file) => disk.isGone(file),
    swap: (own, other) => disk.swap(own, other),
    move: (from, own) => disk.move(from, own),
    isFolder: (file) => disk.isFolder(file),
    link: (from, to) => disk.link(from, to),
    makeAgain: (from, to) => disk.makeAgain(from, to),
    unlink: (file) => disk.unlink(file),
    hasOtherName: (file) => disk.hasOtherName(file),
    replaceFolder: (from, to) => disk.replaceFolder(from, to),
    isVery: (file, own) => disk.isVery(file, own),
    putUp: (file, type) => disk.putUp(file, type),
    isPlaceholder: (file, own) => disk.isPlaceholder(file, own),
    takeDown: (file, type) => disk.takeDown(file, type),
    inside: (file) => disk.inside(file),
    ...changes,
  };
}

/** The product's protocol, but what stands in is of the lock's own type. */
export const sameType: Breaking = { ...usual, disk: (disk) => but(disk, { putUp: (file, type) => disk.putUp(file, type === 'file' ? 'folder' : 'file') }) };

/** The product's protocol, but it believes that what came out is what was judged. */
export const blind: Breaking = {
  ...usual,
  disk: (disk) => {
    let judged: ReturnType<Disk['look']> = null;
    return but(disk, {
      look: (file) => {
        if (file === lockPath) judged ??= disk.look(file);
        return file.endsWith('/lock') && file.startsWith('/q/') ? judged : disk.look(file);
      },
    });
  },
};

/** The product's protocol, but what is at the path at last is removed whatever it is. */
export const anyType: Breaking = {
  ...usual,
  disk: (disk) => but(disk, { takeDown: (file) => (disk.takeDown(file, 'file') === 'another' ? disk.takeDown(file, 'folder') : 'done') }),
};

/** The product's protocol, but nothing notes that it begins. */
export function unnoted(world: World): Breaking {
  world.pending.begin = () => undefined;
  return usual;
}

/** The product's protocol, but its exchange is three renames, as it is on Windows. */
export function torn(world: World, name: string): Breaking {
  const aside = `/q/aside of ${name}`;
  function* steps<T>(inner: Steps<T>): Steps<T> {
    for (;;) {
      const next = inner.next();
      if (next.done === true) return next.value;
      yield next.value;
      if (!next.value.startsWith('exchange') || world.files.peek(lockPath) === null) continue;
      world.files.rename(lockPath, aside);
      yield `${next.value}, the other half`;
    }
  }
  const swap = (own: string, other: string): boolean => {
    if (world.files.peek(aside) === null) return false;
    world.files.rename(own, other);
    world.files.rename(aside, own);
    return true;
  };
  return { ...usual, steps, disk: (disk) => but(disk, { swap }) };
}
