import type { JournalEntry } from '../../../../src/breaking/journal-entry.ts';
import { canonical, type Node } from './files.ts';
import { contentBy } from './lockers.ts';
import { standIn } from './memory-disk.ts';
import { bystanderPath, lockPath, resourcePath, type World } from './world.ts';

/** What a scenario cannot promise, since it errs on purpose or lacks the exchange. */
export interface Allowance {
  /** Two may be in the critical section: then a record must tell of it. */
  readonly collisions: boolean;
  /** A lock may be removed by another than its holder, by path: by a foreign breaker, or by a holder whose lock was broken. */
  readonly removals: boolean;
  /** A breaker that crashed may leave no record of what it had given back. */
  readonly silence: boolean;
  /** An act may be left to a later start: another breaker was at work where its own placeholder had stood. */
  readonly later: boolean;
}

export const strict: Allowance = { collisions: false, removals: false, silence: false, later: false };

/** What is wrong with any state. */
export function alwaysWrong({ collisions }: Allowance): (world: World) => string | null {
  return ({ inside }) => (!collisions && inside.size > 1 ? `${[...inside].join(' and ')} are in the critical section together` : null);
}

/** What is wrong with a state in which everybody has done what they had to do, crashed ones were recovered, or somebody waits for a lock that stands. */
export function finallyWrong(allowance: Allowance): (world: World) => string | null {
  return (world) =>
    firstOf([
      () => wrongPlaces(world),
      () => wrongRecords(world, allowance),
      () => firstOf([...world.acquired].map((name) => () => wrongEnd(world, name, allowance))),
      () => wrongResource(world, allowance),
      () => (allowance.collisions ? silentCollision(world, allowance) : null),
    ]);
}

function firstOf(asked: readonly (() => string | null)[]): string | null {
  for (const ask of asked) {
    const wrong = ask();
    if (wrong !== null) return wrong;
  }
  return null;
}

/** No placeholder, and nothing anywhere that does not belong there. */
function wrongPlaces({ files }: World): string | null {
  if (files.peek(bystanderPath)?.maker !== 'bystander') return 'the bystander was touched';
  for (const [path, { maker }] of files.all()) {
    if (maker === standIn) return `a placeholder stands at ${path}`;
    if (![lockPath, resourcePath, bystanderPath].includes(path) && !path.startsWith('/q/')) return `${path} has come to be`;
  }
  return null;
}

/** Nothing is pending, and what quarantine keeps the journal tells of. */
function wrongRecords(world: World, { later }: Allowance): string | null {
  if (!later && world.pending.acts.length > 0) return 'an act is pending though all have ended or were recovered';
  const bare = world.quarantine.folders.find((entry) => !world.files.all().some(([path]) => path.startsWith(`${entry}/`)));
  if (bare !== undefined) return `quarantine has an entry without anything in it: ${bare}`;
  for (const [path, node] of world.files.all()) {
    if (path.startsWith('/q/') && !isRecorded(world, path, node)) return `${node.maker}'s lock is in quarantine at ${path} without a record in the journal`;
  }
  return null;
}

function isRecorded(world: World, place: string, node: Node): boolean {
  return keptIn(world).some(({ path, maker }) => path === place && maker === node.maker);
}

/** What is in quarantine by the journal. */
function keptIn(world: World): readonly { readonly path: string; readonly maker: string | null }[] {
  return eventsOf(world).flatMap((event) => ('entry' in event ? event.artifacts.map(({ name, identity }) => ({ path: canonical(`${event.entry}/${name}`), maker: world.files.makerOf(identity) })) : []));
}

function eventsOf({ journal }: World): readonly JournalEntry['event'][] {
  return journal.entries().entries.map(({ event }) => event);
}

/** A lock that was acquired was released by its holder, stands, or is kept; it is nowhere twice. */
function wrongEnd(world: World, name: string, allowance: Allowance): string | null {
  const { removals, collisions } = allowance;
  const places = world.files.all().filter(([, node]) => node.maker === name).map(([path]) => path);
  const [place] = places;
  if (place !== undefined && places.length > 1) return `${name}'s lock is at ${places.join(' and ')}`;
  const by = world.ends.get(name);
  if (by !== undefined && place === undefined) return by === name || removals ? null : `${name}'s lock was removed by ${by}`;
  if (place === undefined) return wasReplaced(world, name) ? null : `${name}'s lock is lost`;
  if (place === resourcePath) return removals || world.commits.includes(name) ? null : `${name}'s lock was put in place of the resource`;
  if (place !== lockPath) return wrongKept(world, name, collisions);
  const isStuck = !world.dead.has(name) && !world.inside.has(name);
  return isStuck && !isTold(world, allowance) ? `${name} could not release its lock, which stands there for ever without a record` : null;
}

/** Only the lock of one who crashed may be broken, unless by force. */
function wrongKept(world: World, name: string, collisions: boolean): string | null {
  return collisions || world.dead.has(name) ? null : `${name}'s lock was broken while ${name} lived`;
}

/** What a holder made of the resource was made into something else by a later one. */
function wasReplaced({ commits }: World, name: string): boolean {
  const at = commits.indexOf(name);
  return at !== -1 && at < commits.length - 1;
}

/** Whether a record, or at least a warning, says that a lock was not left alone though it was not the judged one. */
function isTold(world: World, { silence }: Allowance): boolean {
  if (silence && [...world.dead].some((name) => world.spaces.has(name))) return true;
  return world.warned.size > 0 || eventsOf(world).some(({ is }) => is === 'returned' || is === 'kept-apart');
}

/** The resource is what the last one who believes to have changed it made of it, else the old one. */
function wrongResource({ files, commits, hadResource, removers, acquired }: World, { removals }: Allowance): string | null {
  const now = files.peek(resourcePath);
  const last = commits.at(-1);
  if (last === undefined) return now?.maker === (hadResource ? 'the past' : undefined) ? null : 'the resource has changed though nobody changed it';
  if (removers.has(last)) return now === null ? null : `${last} removed the resource, which is there`;
  if (now === null) return `${last} made the resource, which is not there`;
  // One whose lock was broken while it lived may take what is at the path by then for its own.
  if (removals) return acquired.has(now.maker) ? null : `${now.maker} stands in place of the resource`;
  return now.maker === last && now.content === contentBy(last) ? null : `the resource is not what ${last} made of it`;
}

/**
 * Two were in the critical section. Where no other program has removed a lock by path, it was by a
 * breaker, and a record says that a lock was broken, put back or kept that was not what it should have been.
 */
function silentCollision(world: World, allowance: Allowance): string | null {
  if (world.collided.size === 0) return null;
  const isElsewhere = [...world.ends].some(([name, by]) => name !== by);
  const isBroken = eventsOf(world).some((event) => event.is === 'broken' && event.artifacts.some(({ identity }) => world.collided.has(world.files.makerOf(identity) ?? '')));
  return isElsewhere || isBroken || isTold(world, allowance) ? null : `${[...world.collided].join(' and ')} were in the critical section together, and no record tells of it`;
}
