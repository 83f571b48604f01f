import { Coverage, unionOf, type Interval } from './intervals.ts';
import { shortCommand } from './short-command.ts';
import { lengthOf, type Stay } from './stay.ts';

/** Who made whom wait, by command (see shortCommand). */
export interface Blocking {
  readonly blocker: string;
  readonly waiter: string;
  /** Waits that the blocker had a part in. */
  readonly count: number;
  /** How long it held during them, ms; several that hold together each count. */
  readonly totalMs: number;
}

/** Commands beyond so many that hold one lock count together, those that held it longest for themselves. */
const mostBlockers = 64;
const otherCommands = 'other commands';

/** Less is what rounding leaves where a hold of its own is taken off, ms. */
const leastMs = 0.001;

/** What one command held of a lock, apart by mode: readers do not make readers wait. */
interface HeldBy {
  readonly exclusive: Coverage;
  readonly shared: Coverage;
}

/**
 * Who made whom wait for one lock. Each wait's time goes to those who held during it; what remains goes, in
 * equal parts, to the blockers that were told with it and that no hold was seen of.
 * @param holds all holds of it of a known length, those included that are older than the waits
 */
export function blockingOf(holds: readonly Stay[], waits: readonly Stay[]): readonly Blocking[] {
  if (waits.length === 0) return [];
  const byCommand = new Map(Array.from(groupByCommand(holds), ([command, group]) => [command, heldBy(group)]));
  const byPid = new Map(Array.from(groupBy(holds, ({ span }) => span.actor.pid), ([pid, group]) => [pid, heldBy(group)]));
  const held = new Coverage(unionOf(holds));
  const sums = new Sums();
  for (const wait of waits) {
    const waiter = shortCommand(wait.span.actor.command);
    const own = wait.span.actor.pid === null ? undefined : byPid.get(wait.span.actor.pid);
    const blockers = new Set<string>();
    for (const [command, group] of byCommand) {
      // Its own hold, which follows the wait and may be seen to overlap it a little.
      const ms = during(group, wait) - (own !== undefined && command === waiter ? during(own, wait) : 0);
      if (ms < leastMs) continue;
      blockers.add(command);
      sums.add(command, waiter, ms);
    }
    const told = [...new Set(wait.span.blockers.map(({ command }) => shortCommand(command)))].filter((command) => !blockers.has(command));
    const rest = Math.max(lengthOf(wait) - held.within(wait), 0);
    for (const command of told) sums.add(command, waiter, rest / told.length);
  }
  return sums.all.toSorted((a, b) => b.totalMs - a.totalMs || b.count - a.count);
}

function during(held: HeldBy, wait: Stay): number {
  return held.exclusive.within(wait) + (wait.span.mode === 'exclusive' ? held.shared.within(wait) : 0);
}

function heldBy(holds: readonly Stay[]): HeldBy {
  const of = (mode: Stay['span']['mode']): readonly Interval[] => holds.filter(({ span }) => span.mode === mode);
  return { exclusive: new Coverage(of('exclusive')), shared: new Coverage(of('shared')) };
}

function groupByCommand(holds: readonly Stay[]): ReadonlyMap<string, readonly Stay[]> {
  const groups = groupBy(holds, ({ span }) => shortCommand(span.actor.command));
  if (groups.size <= mostBlockers) return groups;
  const total = (group: readonly Stay[]): number => group.reduce((sum, hold) => sum + lengthOf(hold), 0);
  const ranked = [...groups].toSorted(([, a], [, b]) => total(b) - total(a));
  return new Map([...ranked.slice(0, mostBlockers), [otherCommands, ranked.slice(mostBlockers).flatMap(([, group]) => group)]]);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

class Sums {
  readonly #byPair = new Map<string, { blocker: string; waiter: string; count: number; totalMs: number }>();

  get all(): readonly Blocking[] {
    return [...this.#byPair.values()];
  }

  add(blocker: string, waiter: string, ms: number): void {
    const key = `${blocker}\0${waiter}`;
    const sum = this.#byPair.get(key) ?? { blocker, waiter, count: 0, totalMs: 0 };
    this.#byPair.set(key, sum);
    sum.count += 1;
    sum.totalMs += ms;
  }
}
