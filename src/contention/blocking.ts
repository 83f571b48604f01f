import { byKey, byPid } from './by-key.ts';
import { handOverMs } from './contended.ts';
import { Coverage } from './coverage.ts';
import { countBelow, unionOf } from './intervals.ts';
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

/** Commands beyond so many that hold one lock count together; those that held it longest count for themselves. */
const mostCommands = 64;
const otherCommands = 'other commands';

/** Less is what rounding leaves, ms. */
const leastMs = 0.001;

/** What one command held of a lock, apart by mode: readers do not make readers wait. */
interface HeldBy {
  readonly command: string;
  readonly exclusive: Coverage;
  readonly shared: Coverage;
}

/**
 * Who made whom wait for one lock. Each wait's time goes to those who held during it; what remains goes, in
 * equal parts, to the blockers that were told with it and that no hold was seen of.
 * @param holds all holds of it of a known length, those included that are older than the waits, in the order in which they begin
 * @param waits in the order in which they begin, for speed
 */
export function blockingOf(holds: readonly Stay[], waits: readonly Stay[]): readonly Blocking[] {
  if (waits.length === 0) return [];
  const nameOf = memoized(shortCommand);
  const waiters = waits.map(({ actor }) => nameOf(actor.command));
  const sums = new Sums();
  const seen = new Map<Stay, Set<string>>(waits.flatMap((wait) => (wait.blockers.length > 0 ? [[wait, new Set()]] : [])));
  const ownOverlap = ownHoldAfter(holds);
  for (const holder of heldByCommand(holds, nameOf)) {
    for (let at = 0; at < waits.length; at++) {
      const wait = waits[at];
      const waiter = waiters[at];
      if (wait === undefined || waiter === undefined) continue;
      let ms = during(holder, wait);
      if (ms >= leastMs && waiter === holder.command) ms -= ownOverlap(wait);
      if (ms < leastMs) continue;
      sums.add(holder.command, waiter, ms);
      if (wait.blockers.length > 0) seen.get(wait)?.add(holder.command);
    }
  }
  const anybody = new Coverage(unionOf(holds));
  for (const [wait, commands] of seen) {
    const told = [...new Set(wait.blockers.map(({ command }) => nameOf(command)))].filter((command) => !commands.has(command));
    const rest = Math.max(lengthOf(wait) - anybody.within(wait), 0);
    for (const command of told) sums.add(command, nameOf(wait.actor.command), rest / told.length);
  }
  return sums.all.toSorted((a, b) => b.totalMs - a.totalMs || b.count - a.count);
}

function during({ exclusive, shared }: HeldBy, wait: Stay): number {
  return exclusive.within(wait) + (wait.mode === 'exclusive' ? shared.within(wait) : 0);
}

function heldByCommand(holds: readonly Stay[], nameOf: (command: string | null) => string): readonly HeldBy[] {
  const groups = [...byKey(holds, ({ actor }) => nameOf(actor.command))];
  const total = (group: readonly Stay[]): number => group.reduce((sum, hold) => sum + lengthOf(hold), 0);
  const ranked = groups.length <= mostCommands ? groups : groups.toSorted(([, a], [, b]) => total(b) - total(a));
  const rest = ranked.slice(mostCommands).flatMap(([, group]) => group);
  return [...ranked.slice(0, mostCommands), ...(rest.length > 0 ? [[otherCommands, rest] as const] : [])].map(([command, group]) => ({
    command,
    exclusive: new Coverage(group.filter(({ mode }) => mode === 'exclusive')),
    shared: new Coverage(group.filter(({ mode }) => mode === 'shared')),
  }));
}

/**
 * How long a wait overlaps the hold that it ended with, ms: that the two are seen to overlap comes of the looks
 * not being exact. Other holds of the same process are those of another part of it, which does make it wait.
 */
function ownHoldAfter(holds: readonly Stay[]): (wait: Stay) => number {
  const ofPid = new Map(Array.from(byPid(holds), ([pid, own]) => [pid, { own, begins: own.map(({ from }) => from) }]));
  return (wait) => {
    const known = wait.actor.pid === null ? undefined : ofPid.get(wait.actor.pid);
    const last = known?.own[countBelow(known.begins, wait.to) - 1];
    if (last === undefined || last.from < wait.to - handOverMs || last.from < wait.from) return 0;
    return last.mode === 'shared' && wait.mode === 'shared' ? 0 : Math.min(last.to, wait.to) - last.from;
  };
}

function memoized(nameOf: (command: string | null) => string): (command: string | null) => string {
  const known = new Map<string | null, string>();
  return (command) => {
    const name = known.get(command) ?? nameOf(command);
    known.set(command, name);
    return name;
  };
}

class Sums {
  readonly #byBlocker = new Map<string, Map<string, { blocker: string; waiter: string; count: number; totalMs: number }>>();

  get all(): readonly Blocking[] {
    return [...this.#byBlocker.values()].flatMap((byWaiter) => [...byWaiter.values()]);
  }

  add(blocker: string, waiter: string, ms: number): void {
    const byWaiter = this.#byBlocker.get(blocker) ?? new Map<string, { blocker: string; waiter: string; count: number; totalMs: number }>();
    this.#byBlocker.set(blocker, byWaiter);
    const sum = byWaiter.get(waiter) ?? { blocker, waiter, count: 0, totalMs: 0 };
    byWaiter.set(waiter, sum);
    sum.count += 1;
    sum.totalMs += ms;
  }
}
