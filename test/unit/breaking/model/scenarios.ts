import { breaker, recovery, usual, type Breaking } from './breakers.ts';
import type { Actor, Question, Scenario } from './explore.ts';
import type { NodeType } from './files.ts';
import { alwaysWrong, finallyWrong, strict, type Allowance } from './invariants.ts';
import { acquire, locker } from './lockers.ts';
import type { Exchanging } from './memory-disk.ts';
import { bystanderPath, resourcePath, World, type Histories } from './world.ts';

export interface Setting {
  readonly exchanging: Exchanging;
  /** Whether what the lock protects is there when all begins. */
  readonly hasResource?: boolean;
  readonly writes?: boolean;
  readonly crashes: number;
  /** Nothing when left out. */
  readonly allowance?: Partial<Allowance>;
  readonly actors: (world: World) => readonly Actor[];
  readonly shortest?: boolean;
  readonly compound?: boolean;
}

/** A question about what may happen in a setting. */
export function about({ exchanging, hasResource = false, writes = false, crashes, allowance = {}, actors, shortest = false, compound = true }: Setting): Question {
  const scenario = (histories: Histories): Scenario => {
    const world = new World(histories, exchanging);
    world.files.make('file', bystanderPath, 'nothing', 'bystander');
    world.hadResource = hasResource;
    if (hasResource) world.files.make('file', resourcePath, 'old', 'the past');
    return { world, writes, actors: actors(world) };
  };
  const allowed = { ...strict, ...allowance };
  return { scenario, crashes, shortest, compound, always: alwaysWrong(allowed), finally: finallyWrong(allowed) };
}

/** The lock of one who crashed before all begins. */
export function left(world: World, type: NodeType): void {
  acquire(world, type, 'D');
  world.inside.delete('D');
  world.dead.add('D');
}

/** Breakers that see each other's mutex, and as many starts after crashes as there can be. */
export function together(world: World, names: readonly string[], crashes: number, how: Breaking = usual): readonly Actor[] {
  const breakers = names.map((name, index) => breaker(world, name, { ...how, isAlone: names.length === 1 }, names[index - 1]));
  return [...breakers, ...recoveries(world, crashes, how)];
}

/** Breakers that cannot. */
export function apart(world: World, names: readonly string[], crashes: number, how: Breaking = usual): readonly Actor[] {
  return names.flatMap((name, index) => {
    const own = { ...how, space: name, isAlone: true };
    return [breaker(world, name, own, names[index - 1]), ...recoveries(world, crashes, own)];
  });
}

function recoveries(world: World, crashes: number, how: Breaking): readonly Actor[] {
  const nameOf = (index: number): string => `recovery ${index} of ${how.space}`;
  return Array.from({ length: crashes }, (_, index) => recovery(world, nameOf(index + 1), how, index === 0 ? undefined : nameOf(index)));
}

/** Lockers of one type that each want the lock once. */
export function lockers(world: World, names: readonly string[], type: NodeType): readonly Actor[] {
  return names.map((name, index) => locker(world, name, type, 'wants', names[index - 1]));
}
